"""Which latent dimensions have collapsed to the prior: one threshold, for whoever counts or marks them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

COLLAPSED_NATS = 0.01


def collapsed(kl_per_dim: Sequence[float] | NDArray[np.floating]) -> list[int]:
    """The dimensions, from 0, whose mean KL is below 0.01 nats: the decoder learns next to nothing from them.

    kl_per_dim: `(latent_dim,)`, the mean over validation images, which `validation.validation_kl` gives as training does.
    """
    return [dimension for dimension, kl in enumerate(kl_per_dim) if kl < COLLAPSED_NATS]
