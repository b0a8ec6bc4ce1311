"""What every engine does, however it does it."""

from typing import NamedTuple, Protocol

import torch
from torch import Tensor

from vae_models.objectives.base import Batch


class StepLosses(NamedTuple):
    """Means over the batch: reconstruction `()`, KL per dimension `(latent_dim or 0,)`, penalty `()`; nats per image.

    The minimised loss is reconstruction + kl_weight * KL + penalty.
    """

    reconstruction: Tensor
    kl_per_dim: Tensor
    kl_weight: float
    penalty: Tensor | None = None


def name_of(products: torch.dtype) -> str:
    """Such as float32."""
    return str(products).removeprefix("torch.")


class Engine(Protocol):
    """Neither method waits for the device. weight: beta times its schedule."""

    @property
    def precision(self) -> str:
        """Of the products of matrices, such as float32."""

    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        """Fills the parameters' `.grad` and returns the loss parts."""

    def losses(self, batch: Batch, weight: float) -> StepLosses:
        """The loss parts by the same forward pass; no gradients."""
