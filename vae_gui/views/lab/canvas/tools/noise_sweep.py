"""One drawing at eight levels of damage, and what the denoiser makes of each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_gui.views.lab.canvas.tools.resting_tool import RestingTool
from vae_gui.views.lab.canvas.tools.tool import CanvasState
from vae_gui.widgets.pictures.captioned_images import CaptionedImages, Captions
from vae_models.damage.single import Damage, describe
from vae_models.measures.images.image_quality import psnr, ssim

if TYPE_CHECKING:
    from vae_models.lab.denoising import Denoiser

LEVELS = np.arange(1, 9) / 8
REST_MS = 80  # the sweep waits for so long a pause of the hand

Images = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sweep:
    """damaged, denoised: `(8, H, W)`; psnr: `(8,)` decibels and ssim `(8,)`, of what was denoised."""

    kind: str
    damaged: Images
    denoised: Images
    psnr: NDArray[np.float64]
    ssim: NDArray[np.float64]


def sweep(denoiser: "Denoiser", image: Images, kind: str, seed: int) -> Sweep:
    """image: `(H, W)` in [0, 1]. The same seed at every level. Raises ModelError."""
    damaged = np.stack([Damage(kind, float(level), seed).apply(image) for level in LEVELS])
    denoised = denoiser.denoise(damaged)
    return Sweep(kind, damaged, denoised, psnr(denoised, image), ssim(denoised, image))


class NoiseSweepTool(RestingTool):
    """Where there is no damage, Gaussian noise is swept; of an empty drawing there is nothing to show."""

    title = "Noise sweep"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(REST_MS, parent)
        self.images = CaptionedImages("Noise sweep", "Draw something to see it at eight strengths of damage.")
        self.images.setToolTip("Top: the damaged drawing. Bottom: what the denoiser makes of it")
        layout = QVBoxLayout(self)
        layout.addWidget(self.images)
        self.result: Sweep | None = None
        self._worker.done.connect(self._show)
        self._worker.failed.connect(self.failed)
        self._worker.failed.connect(self.images.clear)

    def show_state(self, state: CanvasState) -> None:
        image, damage = state.seen.image, state.damage
        if state.denoiser is None:
            return
        if not image.any():
            self._want_nothing()
            return
        kind = "gaussian" if damage.kind == "none" else damage.kind
        self._want(state.denoiser, image, kind, damage.seed)

    def forget_denoiser(self) -> None:
        self.forget()

    def forget(self) -> None:
        super().forget()
        self.result = None
        self.images.clear()

    def _work(self, denoiser: "Denoiser", image: Images, kind: str, seed: int) -> None:
        self._worker.request(sweep, denoiser, image, kind, seed)

    def _want_nothing(self) -> None:
        self._wanted, self.result = None, None
        self._worker.drop()
        self.images.clear()

    def _show(self, result: Sweep) -> None:
        self.result = result
        figures = zip(LEVELS, result.psnr, result.ssim, strict=True)
        captions = [
            Captions(describe(result.kind, float(level)), f"{decibels:.1f} dB\nSSIM {likeness:.2f}")
            for level, decibels, likeness in figures
        ]
        self.images.set_columns([result.damaged, result.denoised], captions)
