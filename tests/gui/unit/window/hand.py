"""What a hand does with the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from vae_gui.window.main_window import MainWindow


def trigger(window: MainWindow, text: str) -> None:
    """Chooses an action of the menu bar by its words."""
    menus = [action.menu() for action in window.menuBar().actions()]
    actions = [action for menu in menus for action in menu.actions()]
    actions += [child for action in actions if action.menu() for child in action.menu().actions()]
    next(action for action in actions if action.text().replace("&", "") == text).trigger()


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    spot, how = (
        QPoint(5, 5),
        (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier),
    )
    for event in (QDragEnterEvent(spot, *how), QDropEvent(QPointF(spot), *how)):
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
