"""Named points of a latent space that a user keeps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Pin:
    """z: `(latent_dim,)`; image: `(H, W)` in [0, 1] where the point is the code of an image, else None."""

    name: str
    z: NDArray[np.float32]
    image: NDArray[np.float32] | None = None
