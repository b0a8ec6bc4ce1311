"""Actions of a panel: those of its menu, and those whose keys work while it, or something in it, has the focus."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget


def panel_action(words: str, keys: str, slot: object, panel: QWidget) -> QAction:
    """The caller adds it to the widget that listens for the keys."""
    action = QAction(words, panel)
    action.setShortcut(QKeySequence(keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(slot)
    return action


def types_ahead(event: QKeyEvent) -> bool:
    """Whether a key is a letter meant for the list or box that has the focus, which goes to the entry that begins with it."""
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    focus = QApplication.focusWidget()
    return (
        plain and event.text().isprintable() and event.text() != "" and isinstance(focus, QAbstractItemView | QComboBox)
    )


def menu_actions(entries: Iterable[tuple[str, object]], panel: QWidget) -> list[QAction]:
    """An action for each pair of words and slot, in their order."""
    actions = []
    for words, slot in entries:
        action = QAction(words, panel)
        action.triggered.connect(slot)
        actions.append(action)
    return actions
