"""Damages and cleans one image again and again while a hand draws: at once where that is quick, else in the background."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.cost_gate import CostGate
from vae_models.damage.single import Damage
from vae_models.measures.images.image_quality import psnr, ssim

if TYPE_CHECKING:
    from vae_models.lab.denoising import Denoiser

Image = NDArray[np.float32]


@dataclass(frozen=True)
class Quality:
    """How near an image is to the clean one: decibels, and SSIM."""

    psnr: float
    ssim: float

    @classmethod
    def of(cls, image: Image, clean: Image) -> "Quality":
        return cls(float(psnr(image, clean)), float(ssim(image, clean)))


@dataclass(frozen=True, eq=False)
class Cleaning:
    """clean, damaged, denoised: `(H, W)` in [0, 1]; clean is what the model would ideally give back."""

    clean: Image
    damaged: Image
    denoised: Image
    denoiser: str
    damaged_quality: Quality
    denoised_quality: Quality


def clean_up(denoiser: "Denoiser", image: Image, damage: Damage, hidden: NDArray[np.bool_] | None) -> Cleaning:
    """An empty image stays empty: a model that has seen none would make up strokes. Raises ModelError for a foreign size."""
    damaged = damage.apply(image, hidden)
    denoised = denoiser.denoise(damaged[None])[0] if image.any() else np.zeros_like(image)
    qualities = Quality.of(damaged, image), Quality.of(denoised, image)
    return Cleaning(image, damaged, denoised, denoiser.name, *qualities)


class LiveDenoising(QObject):
    """The newest image wins, but a picture under way is still shown, so that it moves while a hand draws on.

    Signals:
        cleaned(object): the Cleaning. failed(object): an exception.
    """

    cleaned = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._denoiser = ""
        self._gate = CostGate(self)
        self._gate.done.connect(self._arrived)
        self._gate.failed.connect(self.failed)

    def request(self, denoiser: "Denoiser", image: Image, damage: Damage, hidden: NDArray[np.bool_] | None) -> None:
        self._denoiser = denoiser.name
        self._gate.request(denoiser, 1, clean_up, image, damage, hidden)

    def forget(self) -> None:
        """What is on its way is of a denoiser that is not chosen any more."""
        self._gate.drop()
        self._denoiser = ""

    def close(self) -> None:
        self._gate.close()

    def _arrived(self, cleaning: Cleaning) -> None:
        if cleaning.denoiser == self._denoiser:
            self.cleaned.emit(cleaning)
