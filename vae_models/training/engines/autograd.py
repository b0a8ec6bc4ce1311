"""Gradients through autograd, for any model."""

import torch
from torch import Tensor

from vae_models.kinds.networks import network_of
from vae_models.models.base import Model
from vae_models.objectives.base import Batch, LossParts, Objective
from vae_models.recipe.recipe import Recipe
from vae_models.training.engines.engine import StepLosses, name_of
from vae_models.training.engines.mixed_precision import products_in


class Autograd:
    """See `engine.Engine`; the layers of the model multiply in the given precision, all else is float32."""

    def __init__(
        self, model: Model, recipe: Recipe, flat_gradients: Tensor, objective: Objective,
        products: torch.dtype = torch.float32,
    ) -> None:  # fmt: skip
        self._model = model
        self._scale = 1.0 / recipe.pixels if recipe.reduction == "pixel" else 1.0
        self._flat_gradients = flat_gradients
        self._objective = objective
        self._products = products
        grids = network_of(recipe.network).keeps_grid and flat_gradients.device.type == "cpu"
        self._layout = torch.channels_last if grids else torch.contiguous_format

    @property
    def precision(self) -> str:
        return name_of(self._products)

    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        self._flat_gradients.zero_()
        parts = self._parts(batch, weight)
        (parts.loss * self._scale).backward()
        self._objective.after_backward(self._model, batch)
        return _means(parts)

    @torch.no_grad()
    def losses(self, batch: Batch, weight: float) -> StepLosses:
        return _means(self._parts(batch, weight))

    def _parts(self, batch: Batch, weight: float) -> LossParts:
        # Layers that find their channels last keep them there, which convolutions on a CPU prefer.
        batch = batch._replace(inputs=batch.inputs.to(memory_format=self._layout))
        with products_in(self._model, self._products):
            return self._objective.parts(self._model, batch, weight)


def _means(parts: LossParts) -> StepLosses:
    penalty = None if parts.penalty is None else parts.penalty.detach()
    return StepLosses(parts.reconstruction.detach().mean(), parts.kl.detach().mean(0), parts.kl_weight, penalty)
