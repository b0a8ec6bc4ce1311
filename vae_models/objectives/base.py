"""What a step minimises: reconstruction + kl_weight * KL + penalty, each the mean over the batch, in nats per image.

The base class is the plain ELBO of any model. An objective of its own file changes the weight, adds a penalty that looks
at the batch as a whole, or trains a second player beside the model.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from vae_models.likelihoods.reconstruction import reconstruction_loss
from vae_models.models.base import Codes, Model
from vae_models.recipe.recipe import Recipe


class Batch(NamedTuple):
    """What one step sees.

    inputs, target: `(batch, 1, H, W)` in [0, 1]; eps: `(batch * samples, latent_dim)` drawn from N(0, I);
    labels: `(batch,)` int64, for conditional models only; whatever else is random comes from `generator`.
    """

    inputs: Tensor
    target: Tensor
    eps: Tensor
    labels: Tensor | None = None
    generator: torch.Generator | None = None
    epochs_done: float = 0.0


class LossParts(NamedTuple):
    """reconstruction: `(batch,)`; kl: `(batch, latent_dim or 0)`; penalty: `()` or None for none; nats per image."""

    reconstruction: Tensor
    kl: Tensor
    kl_weight: float
    penalty: Tensor | None = None

    @property
    def loss(self) -> Tensor:
        """What is minimised, `()`."""
        loss = self.reconstruction.mean() + self.kl_weight * self.kl.mean(0).sum()
        return loss if self.penalty is None else loss + self.penalty


class Objective:
    """The ELBO with a weighted KL: reconstruction and KL of any model, and nothing else."""

    # Whether the value depends on how many images stand together, so that validation must use as many as training.
    looks_at_the_batch = False

    def __init__(self, recipe: Recipe, images: int, device: torch.device | None = None) -> None:
        """`images`: how many the training has, which some estimators need; `device`: where a second player lives."""
        self.recipe = recipe
        self.images = images

    def parts(self, model: Model, batch: Batch, weight: float) -> LossParts:
        """`weight` is beta times its schedule."""
        logits, codes = model.reconstruct(batch.inputs, batch.eps, batch.labels)
        reconstruction, kl = reconstruction_loss(self.recipe.reconstruction, logits, batch.target), codes.kl
        return LossParts(reconstruction, kl, self.kl_weight(weight), self.penalty(codes, kl, batch, weight))

    def kl_weight(self, weight: float) -> float:
        return weight

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor | None:
        """`()`, nats per image, or None for none. kl: `(batch, latent_dim or 0)`."""
        return None

    def after_backward(self, model: Model, batch: Batch) -> None:
        """What follows once the model's gradients are there: a second player's own step, tidying a codebook."""

    def set_learning_rate(self, learning_rate: float) -> None:
        """The user changed it in mid-training."""

    def state(self) -> dict[str, Tensor]:
        """What a checkpoint must keep besides the model."""
        return {}

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        """Takes back what `state` gave. Raises KeyError or RuntimeError where it does not fit."""


class CodeObjective(Objective):
    """An objective that adds a penalty on the codes of a whole batch."""

    looks_at_the_batch = True

    def kl_weight(self, weight: float) -> float:
        return 1.0

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor:
        raise NotImplementedError
