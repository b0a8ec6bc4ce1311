"""The reconstruction term, -log p(image | z), by the likelihood of a recipe, in nats per image.

The decoder gives logits; a pixel's mean is `sigmoid(logits)`.
"""

import torch
from torch import Tensor
from torch.nn import functional

from vae_models.kinds.likelihoods import pixel_loss


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
