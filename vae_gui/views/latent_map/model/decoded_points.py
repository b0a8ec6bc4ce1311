"""Single points of the latent space and the images they decode to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_models.errors import ModelError

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor


@dataclass(frozen=True, eq=False)
class DecodedPoints:
    """z: `(n, latent_dim)`; images: `(n, H, W)` uint8; about: what the request was for."""

    predictor: "Predictor"
    about: object
    z: np.ndarray
    images: np.ndarray


def decode_points(predictor: "Predictor", z: np.ndarray, about: object = None) -> DecodedPoints:
    """z: `(n, latent_dim)`."""
    return DecodedPoints(predictor, about, z, predictor.decode_uint8(z))


def decode_finite(predictor: "Predictor", z: np.ndarray, about: object = None) -> DecodedPoints:
    """Like `decode_points`. Raises ModelError where the sums leave the range of floats."""
    images = predictor.decode(z)
    if not np.isfinite(images).all():
        raise ModelError("The decoder returns invalid values this far out; enter a point closer to 0.")
    return DecodedPoints(predictor, about, z, (images * 255.0 + 0.5).astype(np.uint8))
