"""What the user chose on the map: a point, or an image with its code."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor


@dataclass(frozen=True, eq=False)
class Selection:
    """What the detail panel speaks of: a latent vector, or an image (then z is its mu once that is known).

    z: `(latent_dim,)`; image: `(H, W)`; index: of an image in the table; loose: shown as a marker of its own;
    label: the image's class number, where it is known.
    """

    z: np.ndarray | None
    image: np.ndarray | None = None
    title: str = ""
    index: int | None = None
    loose: bool = False
    label: int | None = None

    def seen_by(self, predictor: "Predictor") -> "Predictor":
        """A conditional model takes an image for one of its own class, whatever class is chosen to be drawn."""
        known = predictor.conditional and self.label is not None and self.label < predictor.classes
        return predictor.given(self.label) if known else predictor
