"""Damages and cleans one image again and again while a hand draws: at once where that is quick, else in the background."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from vae_gui.errors import log_unexpected
from vae_gui.in_turn import InTurn
from vae_models.image_corruption import Damage

if TYPE_CHECKING:
    from vae_models.denoising import Denoiser

BUDGET_MS = 5.0
_HOPED_MS = 2.0  # until it is known better
_FORGETTING = 0.2  # of the moving average: one hiccup is no habit

Image = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Cleaning:
    """clean, damaged, denoised: `(H, W)` in [0, 1]; clean is what the model would ideally give back."""

    clean: Image
    damaged: Image
    denoised: Image
    denoiser: str
    milliseconds: float


def clean_up(denoiser: "Denoiser", image: Image, damage: Damage, hidden: NDArray[np.bool_] | None) -> Cleaning:
    """An empty image stays empty: a model that has seen none would make up strokes. Raises ModelError for a foreign size."""
    started = time.perf_counter()
    damaged = damage.apply(image, hidden)
    denoised = denoiser.denoise(damaged[None])[0] if image.any() else np.zeros_like(image)
    return Cleaning(image, damaged, denoised, denoiser.name, 1000 * (time.perf_counter() - started))


class LiveDenoising(QObject):
    """The newest image wins, but a picture under way is still shown, so that it moves while a hand draws on.

    Signals:
        cleaned(object): the Cleaning. failed(object): an exception.
    """

    cleaned = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._denoiser: Denoiser | None = None
        self._usual_ms: float | None = None
        self._worker = InTurn(self)
        self._worker.done.connect(self._arrived)
        self._worker.failed.connect(self.failed)

    def request(self, denoiser: "Denoiser", image: Image, damage: Damage, hidden: NDArray[np.bool_] | None) -> None:
        if type(denoiser) is not type(self._denoiser) or denoiser.name != getattr(self._denoiser, "name", None):
            self._usual_ms = None  # the first time may import a library: never in the user's way
        self._denoiser = denoiser
        if self._usual_ms is None or self._usual_ms > BUDGET_MS:
            self._worker.request(clean_up, denoiser, image, damage, hidden)
            return
        self._worker.drop()
        try:
            cleaning = clean_up(denoiser, image, damage, hidden)
        except Exception as error:
            log_unexpected(error)
            self.failed.emit(error)
            return
        self._learn(cleaning)
        self.cleaned.emit(cleaning)

    def forget(self) -> None:
        """What is on its way is of a denoiser that is not chosen any more."""
        self._worker.drop()
        self._denoiser = None

    def close(self) -> None:
        self._worker.close()

    def _arrived(self, cleaning: Cleaning) -> None:
        if self._denoiser is not None and cleaning.denoiser == self._denoiser.name:
            self._learn(cleaning)
            self.cleaned.emit(cleaning)

    def _learn(self, cleaning: Cleaning) -> None:
        if self._usual_ms is None:
            self._usual_ms = _HOPED_MS  # what the first time took says nothing about the next
        else:
            self._usual_ms += _FORGETTING * (cleaning.milliseconds - self._usual_ms)
