"""What a decoder's logits say about the pixels of an image: the reconstruction term of a loss."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vae_models.kinds.lookup import implementation, kind_of

# Of logits and target, both of one shape, to the nats of each pixel in that shape: tensors, which are not known here.
PixelLoss = Callable[[Any, Any], Any]
# Of logits, target, a scale and where to write; see `likelihoods/gradients.py`.
LogitGradient = Callable[[Any, Any, float, Any], Any]


@dataclass(frozen=True)
class Likelihood:
    """`title` stands in a summary, `convention` beside a measured number.

    `per_pixel` gives -log p of each pixel, up to a constant. `plain` is the same as an expression of plain PyTorch in
    `logits` and `x`; empty where there is none. `gradient` gives the sum and writes its derivative by the logits; where it is
    None, steps go through autograd.
    """

    title: str
    convention: str
    per_pixel: str | PixelLoss
    plain: str = ""
    gradient: str | LogitGradient | None = None


LIKELIHOODS: dict[str, Likelihood] = {
    "bce": Likelihood(
        "BCE", "Bernoulli pixels, grey values as probabilities", "vae_models.likelihoods.reconstruction:pixel_bce",
        'functional.binary_cross_entropy_with_logits(logits, x, reduction="none")',
        "vae_models.likelihoods.gradients:bce_with_gradient",
    ),
    "mse": Likelihood(
        "MSE", "Gaussian pixels of variance 1/2 without their constant", "vae_models.likelihoods.reconstruction:pixel_squared_error",
        "(torch.sigmoid(logits) - x).square()", "vae_models.likelihoods.gradients:squared_error_with_gradient",
    ),
}  # fmt: skip


def likelihood_of(name: str) -> Likelihood:
    """Raises RecipeError for an unknown name."""
    return kind_of("reconstruction", name, LIKELIHOODS)


def pixel_loss(name: str) -> PixelLoss:
    """The `per_pixel` of the likelihood of that name. Raises RecipeError for an unknown one."""
    loss: PixelLoss = implementation(likelihood_of(name).per_pixel)
    return loss


def logit_gradient(name: str) -> LogitGradient:
    """The `gradient` of the likelihood of that name, which has one. Raises RecipeError for an unknown one."""
    gradient: LogitGradient = implementation(likelihood_of(name).gradient)
    return gradient
