"""How unusual an image is to a model: its ELBO among those of images that the model was not trained on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae_models.errors import ModelError

if TYPE_CHECKING:
    from vae_models.predictor import Predictor

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ElboDistribution:
    """ELBOs `(n,)` of held-out images in rising order, nats; n >= 1."""

    elbos: Values

    def share_better(self, elbo: float) -> float:
        """The share of held-out images, in [0, 1], that the model explains better."""
        return float((self.elbos > elbo).mean())

    def histogram(self, bins: int = 40) -> tuple[Values, Values]:
        """Counts `(bins,)` and edges `(bins + 1,)`, nats."""
        counts, edges = np.histogram(self.elbos, bins)
        return counts.astype(np.float64), edges

    def sentence(self, elbo: float) -> str:
        """Where an image stands, in words."""
        share = self.share_better(elbo)
        if share >= 0.995:
            return "Nearly all digits fit better: to this model, your drawing is no digit it knows."
        verdict = "very unusual" if share >= 0.95 else "unusual" if share >= 0.8 else "quite usual"
        return f"{100 * share:.0f} % of digits fit better: to this model, your drawing is {verdict}."


def elbo_distribution(predictor: "Predictor", images: ArrayLike) -> ElboDistribution:
    """Of held-out images `(n, H, W)`; the same measure as `elbo_of`. Raises ModelError for a model that is no VAE."""
    return ElboDistribution(np.sort(elbos(predictor, images)))


def elbos(predictor: "Predictor", images: ArrayLike) -> Values:
    """The ELBO of each image `(n,)`, nats, with the reconstruction taken at the posterior mean.

    Raises ModelError for a model that is no VAE or sees other sizes.
    """
    if not (predictor.is_variational and predictor.has_latent):
        raise ModelError(f"Only a VAE can say how usual an image is; {predictor.name} is none: open or train one.")
    return np.asarray(predictor.losses(images).elbo, np.float64)
