"""Named points of a latent space that a user keeps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from vae_gui.workspace.model_origin import NOTHING


@dataclass(frozen=True, eq=False)
class Pin:
    """z: `(latent_dim,)`, in the space of the model whose identity is `model`; image: `(H, W)` in [0, 1] where the point is
    the code of an image, else None; label: that image's class number, where it is known."""

    name: str
    z: NDArray[np.float32]
    image: NDArray[np.float32] | None = None
    model: str = NOTHING
    label: int | None = None


class PinList(QObject):
    """The pins in their order. Signal: changed()."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pins: tuple[Pin, ...] = ()

    @property
    def all(self) -> list[Pin]:
        return list(self._pins)

    def replace(self, pins: Sequence[Pin]) -> None:
        self._pins = tuple(pins)
        self.changed.emit()
