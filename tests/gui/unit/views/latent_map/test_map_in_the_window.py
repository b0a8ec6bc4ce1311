"""The map inside the program's own window: its menu, and its keys on the sheet of shortcuts."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from vae_gui.widgets.map import keys as map_keys
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.window.shortcut_sheet import ShortcutSheet
from vae_gui.window.view_stack import VIEWS
from vae_gui.workspace.workspace import Workspace


def test_the_sheet_of_shortcuts_lists_the_maps_keys_however_often_the_view_was_changed(
    qtbot: QtBot, qapp: QApplication, workspace: Workspace
) -> None:
    window = MainWindow(workspace, Preferences(qapp, workspace.settings), VIEWS)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    for name in ("map", "train", "map"):
        window.views.show_view(name)
    assert "Manifold as PNG…" in [entry.text().replace("&", "") for entry in window.menus.own.actions()]
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert any(map_keys.help_text(5) in text for text in texts) and "Copy image" in texts
    sheet.close()
