"""How much a model uses each latent dimension on the data: the KL of each, averaged over images."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from vae_models.data import Dataset
    from vae_models.predictor import Predictor

IMAGES = 1000


def mean_kl(predictor: "Predictor", dataset: "Dataset") -> NDArray[np.float64]:
    """KL of q(z|x) to N(0, I) by dimension `(latent_dim,)`, nats per image, over the first validation images.

    0.5 * (mu^2 + sigma^2 - 1 - ln sigma^2), Kingma and Welling 2014, appendix B. Empty for a model without sigma.
    """
    if not predictor.is_variational:
        return np.zeros(0)
    labels = None if dataset.val.labels is None else predictor.heeds(dataset.val.labels[:IMAGES].numpy())
    posterior = predictor.encode(dataset.val.images[:IMAGES, 0].numpy(), labels)
    mu, sigma = posterior.mu.astype(np.float64), posterior.sigma.astype(np.float64)
    return np.asarray(0.5 * (mu**2 + sigma**2 - 1.0 - 2.0 * np.log(sigma)).mean(axis=0))
