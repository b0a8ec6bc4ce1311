"""Changes of the pins and of the path that can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QUndoCommand

from vae_gui.widgets.files.markup import letters
from vae_gui.workspace.open_model import NOTHING
from vae_gui.workspace.pins import Pin
from vae_gui.workspace.workspace import Workspace


class SetPins(QUndoCommand):
    """Replaces the pins of the workspace."""

    def __init__(self, text: str, workspace: Workspace, pins: Sequence[Pin]) -> None:
        super().__init__(letters(text))  # it becomes a menu's entry, and a pin's name may hold an ampersand
        self._workspace = workspace
        self._before = workspace.pins
        self._after = list(pins)
        self._withdrawn = False

    def redo(self) -> None:
        self._workspace.set_pins(self._after)

    def undo(self) -> None:
        self._workspace.set_pins(self._before)
        self.setObsolete(self._withdrawn)

    def withdraw(self) -> None:
        """After the next undo it is gone from the history, as if it had never been."""
        self._withdrawn = True


@dataclass(frozen=True, eq=False)
class Path:
    """A way through latent space and what it looks like. z: `(n, latent_dim)`; frames: `(n, H, W)` uint8;
    model: the identity of the one in whose space it lies."""

    z: np.ndarray
    frames: np.ndarray
    title: str = ""
    model: str = NOTHING

    def __len__(self) -> int:
        return len(self.z)


NO_PATH = Path(np.empty((0, 0)), np.empty((0, 1, 1), dtype=np.uint8))


class SetPath(QUndoCommand):
    """Replaces the path of the map."""

    def __init__(self, text: str, show: Callable[[Path], None], before: Path, after: Path) -> None:
        super().__init__(text)
        self._show, self._before, self._after = show, before, after

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
