"""Actions whose keys work while their panel, or something in it, has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


def panel_action(words: str, keys: str, slot: object, panel: QWidget) -> QAction:
    """The caller adds it to the widget that listens for the keys."""
    action = QAction(words, panel)
    action.setShortcut(QKeySequence(keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(slot)
    return action
