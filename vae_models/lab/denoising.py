"""Everything that cleans images, behind one interface: trained models, and classical filters as honest baselines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

Images = NDArray[np.float32]


class Denoiser(Protocol):
    """Turns damaged images into clean ones."""

    @property
    def name(self) -> str: ...

    def denoise(self, images: Images) -> Images:
        """`(n, H, W)` in [0, 1] to the same shape and range. Raises ModelError where the model sees other sizes."""


@dataclass(frozen=True)
class ModelDenoiser:
    """A model's own answer: a denoiser's output, a VAE's posterior mean decoded."""

    predictor: "Predictor"

    @property
    def name(self) -> str:
        return self.predictor.name

    def denoise(self, images: Images) -> Images:
        return self.predictor.denoise(images)


@dataclass(frozen=True)
class ClassicalFilter:
    """A filter that has learnt nothing, applied to one image at a time."""

    name: str
    clean: Callable[[NDArray[np.float32]], NDArray[np.floating]]

    def denoise(self, images: Images) -> Images:
        return np.stack([np.clip(self.clean(image), 0.0, 1.0) for image in images]).astype(np.float32)


def _median(image: NDArray[np.float32]) -> NDArray[np.floating]:
    from scipy.ndimage import median_filter

    for _ in range(MEDIAN_PASSES):
        image = median_filter(image, MEDIAN_WINDOW)
    return image


def _non_local_means(image: NDArray[np.float32]) -> NDArray[np.floating]:
    """Buades 2005."""
    from skimage.restoration import denoise_nl_means

    strength = max(NLM_STRENGTH * noise_level(image), 1e-3)
    return np.asarray(denoise_nl_means(image, patch_size=NLM_PATCH, patch_distance=NLM_DISTANCE, h=strength))


def _total_variation(image: NDArray[np.float32]) -> NDArray[np.floating]:
    """Chambolle 2004."""
    from skimage.restoration import denoise_tv_chambolle

    return np.asarray(denoise_tv_chambolle(image, weight=max(TV_STRENGTH * noise_level(image), 1e-3)))


def noise_level(image: NDArray[np.float32]) -> float:
    """The standard deviation of the noise in `(H, W)`, from what is neither flat nor an edge (Immerkaer 1996, eq. 5)."""
    rows = image[:-2] - 2 * image[1:-1] + image[2:]
    both = rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:]
    return float(np.sqrt(np.pi / 2) / 6 * np.abs(both).mean())


# The values that do best on validation digits with Gaussian noise of sigma 0.5.
MEDIAN_WINDOW, MEDIAN_PASSES = 3, 2
NLM_PATCH, NLM_DISTANCE, NLM_STRENGTH = 5, 6, 0.7
TV_STRENGTH = 0.65

CLASSICAL_FILTERS = (
    ClassicalFilter("Median filter", _median),
    ClassicalFilter("Non-local means", _non_local_means),
    ClassicalFilter("Total variation", _total_variation),
)
