"""Actions of a panel: those of its menu, and those whose keys work while it, or something in it, has the focus."""

from collections.abc import Iterable

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


def menu_actions(entries: Iterable[tuple[str, object]], panel: QWidget) -> list[QAction]:
    """An action for each pair of words and slot, in their order."""
    actions = []
    for words, slot in entries:
        action = QAction(words, panel)
        action.triggered.connect(slot)
        actions.append(action)
    return actions
