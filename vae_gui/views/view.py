"""What the window asks of a view, and a view of its parts; each has an answer here that does nothing."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QWidget

from vae_gui.widgets.basics.action import Action, Actions


class Part(QWidget):
    """A page with a name, a menu and an undo history of its own.

    A subclass says again what is different from here. It stops its work in `shut_down`: `QWidget.close` only hides it.
    """

    name = ""  # in the settings, where the open part is kept
    title = ""
    tip = ""
    keyboard_help = ""
    takes_images = False
    entries: tuple[Action[Any], ...] = ()  # what its menu offers; itself is asked to do it
    keys_work_anywhere = False  # in the window while its menu is open in the bar; else only where the focus is in it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo_stack = QUndoStack(self)
        self.commands = Actions(self.entries, self, self, anywhere=self.keys_work_anywhere)

    @property
    def undo_stack(self) -> QUndoStack:
        """What Ctrl+Z takes back while this is open."""
        return self._undo_stack

    def menu_actions(self) -> list[QAction]:
        """The entries of its menu, with lines between, those that can be used now enabled."""
        self.commands.refresh()
        return self.commands.with_lines

    def accept_image(self, path: Path) -> bool:
        """Takes an image file; False where that is not possible now."""
        return False

    def shut_down(self) -> None:
        """Stops all work in the background and keeps what the next start should find again."""


class View(Part):
    """What lies under one of the large tabs.

    Signals:
        part_changed(): of a view of several parts, another one is open; `undo_stack` and `menu_actions` are its.
    """

    part_changed = Signal()
    keys_work_anywhere = True
    shows_training = False  # how far it is stands in the view itself, and the view's entries in the Train menu
