"""The window's menus are tuples of actions: what is added to one is an entry, has its key and stands on the sheet."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from tests.gui.unit.window.stand_ins import KINDS
from vae_gui.widgets.basics.action import Action
from vae_gui.window.main_window import MainWindow
from vae_gui.window.menus import MENUS
from vae_gui.window.menus.help import HELP
from vae_gui.window.menus.menu import Commands, Menu
from vae_gui.window.menus.view import view_actions
from vae_gui.window.preferences import Preferences
from vae_gui.window.shortcut_sheet import ShortcutSheet
from vae_gui.workspace.workspace import Workspace

GREET: Action[Commands] = Action(
    "greet", "Greet", lambda window: window.workspace.messages.say("Hello."), "Say hello", "Ctrl+Shift+H"
)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, empty_workspace: Workspace) -> MainWindow:
    menus = tuple(replace(menu, actions=(*menu.actions, GREET)) if menu is HELP else menu for menu in MENUS)
    window = MainWindow(empty_workspace, Preferences(qapp, empty_workspace.settings), KINDS, menus)
    qtbot.addWidget(window)
    window.build_first_view()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def entries(menu: QMenu) -> list[str]:
    return [entry.text().replace("&", "") for entry in menu.actions()]


def test_an_action_that_was_added_is_in_its_menu_has_its_key_and_stands_on_the_sheet(window: MainWindow) -> None:
    menu = window.menuBar().actions()[-1].menu()
    assert isinstance(menu, QMenu) and entries(menu) == ["Keyboard shortcuts", "About Latent Explorer", "Greet"]
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.banner.text == "Hello."
    window.menus["shortcuts"].trigger()
    sheet = window.findChild(ShortcutSheet)
    assert {"Greet", "Ctrl+Shift+H"} <= {label.text() for label in sheet.findChildren(QLabel)}
    sheet.close()


def test_no_two_actions_of_the_window_share_a_name(window: MainWindow) -> None:
    names = [action.name for menu in MENUS for action in menu.actions] + [kind.name for kind in view_actions(KINDS)]
    assert len(set(names)) == len(names)
    assert all(window.menus[name].objectName() == name for name in names)


def test_undo_says_what_it_would_take_back(window: MainWindow) -> None:
    assert not window.menus["undo"].isEnabled()
    view = window.views.current
    assert view is not None
    view.undo_stack.push(QUndoCommand("Move a pin"))
    assert window.menus["undo"].isEnabled() and window.menus["undo"].text() == "&Undo Move a pin"
    window.menus["undo"].trigger()
    assert (window.menus["undo"].text(), window.menus["redo"].text()) == ("&Undo", "&Redo Move a pin")


def test_a_menu_of_ones_own_stands_where_the_tuple_says(
    qtbot: QtBot, qapp: QApplication, empty_workspace: Workspace
) -> None:
    tools = Menu("T&ools", (GREET,))
    window = MainWindow(
        empty_workspace, Preferences(qapp, empty_workspace.settings), KINDS, (*MENUS[:-1], tools, MENUS[-1])
    )
    qtbot.addWidget(window)
    window.build_first_view()
    titles = [entry.text().replace("&", "") for entry in window.menuBar().actions() if entry.isVisible()]
    assert titles == ["File", "Edit", "View", "Train", "Tools", "Help"]
