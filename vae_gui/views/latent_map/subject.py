"""What the user chose on the map: a point, or an image with its code."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Subject:
    """What the detail panel speaks of: a latent vector, or an image (then z is its mu once that is known).

    z: `(latent_dim,)`; image: `(H, W)`; index: of an image in the table; loose: shown as a marker of its own.
    """

    z: np.ndarray | None
    image: np.ndarray | None = None
    title: str = ""
    index: int | None = None
    loose: bool = False
