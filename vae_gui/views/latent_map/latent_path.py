"""The path of the map, and changes of it that can be undone."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QUndoCommand

from vae_gui.workspace.model_origin import NOTHING


@dataclass(frozen=True, eq=False)
class LatentPath:
    """A way through latent space and what it looks like. z: `(n, latent_dim)`; frames: `(n, H, W)` uint8;
    model: the identity of the one in whose space it lies."""

    z: np.ndarray
    frames: np.ndarray
    title: str = ""
    model: str = NOTHING

    def __len__(self) -> int:
        return len(self.z)


NO_PATH = LatentPath(np.empty((0, 0)), np.empty((0, 1, 1), dtype=np.uint8))


class SetPath(QUndoCommand):
    """Replaces the path of the map."""

    def __init__(self, text: str, show: Callable[[LatentPath], None], before: LatentPath, after: LatentPath) -> None:
        super().__init__(text)
        self._show, self._before, self._after = show, before, after

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
