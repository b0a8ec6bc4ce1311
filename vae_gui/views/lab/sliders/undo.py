"""A change of the lab's z that can be undone; one drag of one slider is one step."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QUndoCommand

Code = NDArray[np.float32]
ANY = -1
BLEND = 1_000_000  # no model has as many dimensions


class SetCode(QUndoCommand):
    """`dimension` names the slider that moved, ANY where the whole code was set at once; `gesture` numbers the drag."""

    def __init__(
        self, text: str, before: Code, after: Code, show: Callable[[Code], None], dimension: int, gesture: int
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._show = before, after, show
        self._dimension, self._gesture = dimension, gesture

    def id(self) -> int:
        return self._dimension

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, SetCode) or self._dimension == ANY or self._gesture != other._gesture:
            return False
        self._after = other._after
        return True

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
