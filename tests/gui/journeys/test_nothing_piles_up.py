"""What is opened and put away again leaves no widget behind: whatever stays is restyled with every change of theme."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from vae_gui.widgets.pictures.large_image import LargeImage
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.workspace.workspace import Workspace

Open = Callable[[MainWindow], object]


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, workspace: Workspace) -> MainWindow:
    gc.collect()  # windows of other tests would go while the widgets are counted
    window = MainWindow(workspace, Preferences(qapp, workspace.settings))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    for name in window.views.names:
        window.views.show_view(name)
        qapp.processEvents()
    return window


def show_menus(window: MainWindow) -> None:
    """Each is filled anew when it is about to be shown."""
    for menu in window.menuBar().findChildren(QMenu):
        menu.aboutToShow.emit()
        menu.aboutToHide.emit()


def show_menus_of_pictures(window: MainWindow) -> None:
    for picture in window.findChildren(LargeImage):
        at = QPoint(1, 1)
        QApplication.sendEvent(picture, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, picture.mapToGlobal(at)))


def show_all_views(window: MainWindow) -> None:
    for name in window.views.names:
        window.views.show_view(name)


def put_away(qapp: QApplication) -> None:
    """Whatever has opened, as a hand closes it."""
    qapp.processEvents()
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and isinstance(widget, (QDialog, QMenu)):
            widget.close()
    qapp.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    "open_it",
    [MainWindow.show_shortcuts, MainWindow.show_about, show_menus, show_menus_of_pictures, show_all_views],
    ids=lambda open_it: open_it.__name__,
)
def test_what_is_put_away_is_gone(qapp: QApplication, window: MainWindow, open_it: Open) -> None:
    counts = []
    for _ in range(4):
        open_it(window)
        put_away(qapp)
        counts.append(len(QApplication.allWidgets()))
    assert len(set(counts[1:])) == 1, counts  # what is made the first time may stay
