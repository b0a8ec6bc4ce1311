"""Named points of a latent space that a user keeps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vae_gui.workspace.open_model import NOTHING


@dataclass(frozen=True, eq=False)
class Pin:
    """z: `(latent_dim,)`, in the space of the model whose identity is `model`; image: `(H, W)` in [0, 1] where the point is
    the code of an image, else None; label: that image's class number, where it is known."""

    name: str
    z: NDArray[np.float32]
    image: NDArray[np.float32] | None = None
    model: str = NOTHING
    label: int | None = None
