"""Loss terms as pure functions that return parts, in nats per image.

The decoder gives logits; a pixel's mean is `sigmoid(logits)`. Parts are never mixed with a KL weight here: whoever
minimises them adds `reconstruction + weight * kl`.
"""

import torch
from torch import Tensor
from torch.nn import functional

from vae_models.kinds.likelihoods import pixel_loss
from vae_models.recipe.named import Sigma


def pixel_bce(logits: Tensor, target: Tensor) -> Tensor:
    """Bernoulli cross-entropy of each pixel (Kingma & Welling 2014, appendix C.1).

    logits, target: of one shape, target in [0, 1]. Returns nats in that shape.
    """
    return functional.binary_cross_entropy_with_logits(logits, target, reduction="none")


def pixel_squared_error(logits: Tensor, target: Tensor) -> Tensor:
    """Squared error of `sigmoid(logits)` at each pixel.

    It is, up to a constant, the nats of a Gaussian with variance 1/2 (Kingma & Welling 2014, appendix C.2).
    logits, target: of one shape. Returns nats in that shape.
    """
    return (torch.sigmoid(logits) - target).square()


def reconstruction_loss(likelihood: str, logits: Tensor, target: Tensor) -> Tensor:
    """-log p(image | z) up to a constant by the likelihood of that name, summed over an image.

    logits, target: `(batch, ...)`, target in [0, 1]. Returns `(batch,)`, nats per image. Raises RecipeError for an unknown
    likelihood.
    """
    loss: Tensor = pixel_loss(likelihood)(logits, target)
    return loss.flatten(1).sum(1)


def kl_to_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mu, exp(logvar)) || N(0, 1)) of each dimension (Kingma & Welling 2014, appendix B).

    mu, logvar: `(batch, latent_dim)`. Returns `(batch, latent_dim)`, nats.
    """
    return 0.5 * (mu.square() + logvar.exp() - 1.0 - logvar)


def to_logvar(head: Tensor, sigma: Sigma) -> Tensor:
    """The log variance that an encoder's second head stands for: itself, or twice it when the head is log sigma."""
    return head if sigma == "logvar" else 2.0 * head


def reparameterise(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """z = mu + sigma * eps (Kingma & Welling 2014, eq. 4), all `(batch, latent_dim)`, eps drawn from N(0, I)."""
    return mu + torch.exp(0.5 * logvar) * eps
