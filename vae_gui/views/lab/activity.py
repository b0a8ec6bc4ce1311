"""How much a model uses each latent dimension on the data: the KL of each, averaged over images."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor


def mean_kl(predictor: "Predictor", dataset: "Dataset") -> NDArray[np.float64]:
    """By dimension `(latent_dim,)`, nats per image, over the validation images; for a worker, which loads torch."""
    from vae_models.measures.validation import validation_kl

    return validation_kl(predictor, dataset.val)
