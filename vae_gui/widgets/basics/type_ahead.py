"""Letters that are typed into a list or a box are for it, whatever they do elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox


def types_ahead(event: QKeyEvent) -> bool:
    """Whether a key is a letter meant for the list or box that has the focus, which goes to the entry that begins with it."""
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    focus = QApplication.focusWidget()
    return (
        plain and event.text().isprintable() and event.text() != "" and isinstance(focus, QAbstractItemView | QComboBox)
    )
