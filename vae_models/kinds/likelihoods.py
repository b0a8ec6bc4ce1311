"""What a decoder's logits say about the pixels of an image: the reconstruction term of a loss."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from vae_models.kinds.lookup import implementation, kind_of

# Of logits and target, both of one shape, to the nats of each pixel in that shape: tensors, which are not known here.
PixelLoss = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Likelihood:
    """`title` stands in a summary, `convention` beside a measured number.

    `per_pixel` gives -log p of each pixel, up to a constant. `plain` is the same as an expression of plain PyTorch in
    `logits` and `x`; empty where there is none. `by_hand` is the derivative by the logits that the steps by hand know;
    None where they know none, so that steps go through autograd.
    """

    title: str
    convention: str
    per_pixel: str | PixelLoss
    plain: str = ""
    by_hand: Literal["cross entropy", "squared error"] | None = None


LIKELIHOODS: dict[str, Likelihood] = {
    "bce": Likelihood(
        "BCE", "Bernoulli pixels, grey values as probabilities", "vae_models.likelihoods.terms:pixel_bce",
        'functional.binary_cross_entropy_with_logits(logits, x, reduction="none")', "cross entropy",
    ),
    "mse": Likelihood(
        "MSE", "Gaussian pixels of variance 1/2 without their constant", "vae_models.likelihoods.terms:pixel_squared_error",
        "(torch.sigmoid(logits) - x).square()", "squared error",
    ),
}  # fmt: skip


def likelihood_of(name: str) -> Likelihood:
    """Raises RecipeError for an unknown name."""
    return kind_of("reconstruction", name, LIKELIHOODS)


def pixel_loss(name: str) -> PixelLoss:
    """The `per_pixel` of the likelihood of that name. Raises RecipeError for an unknown one."""
    loss: PixelLoss = implementation(likelihood_of(name).per_pixel)
    return loss
