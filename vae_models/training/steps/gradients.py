"""Gradients of one step through autograd, for any model; `mlp_gradients.py` does the MLPs by hand, faster."""

from typing import NamedTuple, Protocol

from torch import Tensor

from vae_models.models.base import Model
from vae_models.objectives.base import Batch, Objective
from vae_models.recipe.recipe import Recipe


class StepLosses(NamedTuple):
    """Means over the batch: reconstruction `()`, KL per dimension `(latent_dim or 0,)`, penalty `()`; nats per image.

    The minimised loss is reconstruction + kl_weight * KL + penalty.
    """

    reconstruction: Tensor
    kl_per_dim: Tensor
    kl_weight: float
    penalty: Tensor | None = None


class Gradients(Protocol):
    """Fills the parameters' `.grad` and returns the loss parts, both without waiting for the device."""

    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        """weight: beta times its schedule."""


class AutogradGradients:
    def __init__(self, model: Model, recipe: Recipe, flat_gradients: Tensor, objective: Objective) -> None:
        self._model = model
        self._scale = 1.0 / recipe.pixels if recipe.reduction == "pixel" else 1.0
        self._flat_gradients = flat_gradients
        self._objective = objective

    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        self._flat_gradients.zero_()
        parts = self._objective.parts(self._model, batch, weight)
        (parts.loss * self._scale).backward()
        self._objective.after_backward(self._model, batch)
        penalty = None if parts.penalty is None else parts.penalty.detach()
        return StepLosses(parts.reconstruction.detach().mean(), parts.kl.detach().mean(0), parts.kl_weight, penalty)
