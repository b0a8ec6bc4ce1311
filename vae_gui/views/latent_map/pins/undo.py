"""Changes of the pins that can be undone."""

from collections.abc import Sequence

from PySide6.QtGui import QUndoCommand

from vae_gui.widgets.files.markup import letters
from vae_gui.workspace.pins import Pin
from vae_gui.workspace.workspace import Workspace


class SetPins(QUndoCommand):
    """Replaces the pins of the workspace."""

    def __init__(self, text: str, workspace: Workspace, pins: Sequence[Pin]) -> None:
        super().__init__(letters(text))  # it becomes a menu's entry, and a pin's name may hold an ampersand
        self._workspace = workspace
        self._before = workspace.pins.all
        self._after = list(pins)
        self._withdrawn = False

    def redo(self) -> None:
        self._workspace.pins.replace(self._after)

    def undo(self) -> None:
        self._workspace.pins.replace(self._before)
        self.setObsolete(self._withdrawn)

    def withdraw(self) -> None:
        """After the next undo it is gone from the history, as if it had never been."""
        self._withdrawn = True
