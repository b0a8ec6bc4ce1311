"""The z of the lab and every change of it, each undoable."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from vae_gui.views.lab.sliders.undo import ANY, SetCode

Code = NDArray[np.float32]


class EditedCode(QObject):
    """A z is never changed in place: whoever holds one keeps what it was.

    Signals:
        changed(): `z` is another code now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.z: Code = np.zeros(0, np.float32)
        self.start: Code = self.z
        self.locked: frozenset[int] = frozenset()
        self._gesture = 0

    def restart(self, latent_dim: int) -> None:
        """For a model of another size: zeros, no locks, no history."""
        self.undo_stack.clear()
        self.locked = frozenset()
        self.z = self.start = np.zeros(latent_dim, np.float32)

    def end_gesture(self) -> None:
        """What is moved from now on is another step of undo."""
        self._gesture += 1

    def set_locked(self, dimension: int, locked: bool) -> None:
        self.locked = self.locked | {dimension} if locked else self.locked - {dimension}

    def put(self, text: str, z: Iterable[float], dimension: int = ANY) -> None:
        """The whole z `(latent_dim,)`; changes of the same `dimension` in one gesture are one step of undo.

        A whole code, not one of a slider, is also the new start, to which differences are shown.
        """
        after = np.array(z, np.float32)
        if dimension == ANY:
            self.start = after
        if not np.array_equal(after, self.z):
            self.undo_stack.push(SetCode(text, self.z, after, self._show, dimension, self._gesture))

    def put_unlocked(self, text: str, z: Code) -> None:
        """Like `put`, but the locked dimensions stay."""
        kept = self.z.copy()
        free = [dimension for dimension in range(len(z)) if dimension not in self.locked]
        kept[free] = z[free]
        self.put(text, kept)

    def put_one(self, dimension: int, value: float) -> None:
        self.put(f"Move z{dimension + 1}", self.with_one(dimension, value), dimension)

    def with_one(self, dimension: int, value: float) -> Code:
        """A copy of z with one other value."""
        z = self.z.copy()
        z[dimension] = value
        return z

    def _show(self, z: Code) -> None:
        self.z = z
        self.changed.emit()
