"""What each dimension does around the code on the sliders, as strips of images."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vae_gui.widgets.sliders.latent_slider import LIMIT
from vae_models.latent import traversals

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

STRIP_VALUES = np.linspace(-LIMIT, LIMIT, 11)


def strip_images(predictor: "Predictor", z: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """z, and every dimension's traversal around it: `(latent_dim, 11, H, W)` uint8."""
    codes = traversals(z, STRIP_VALUES)
    images = predictor.decode_uint8(codes.reshape(-1, len(z)))
    return z, images.reshape(*codes.shape[:2], *images.shape[1:])
