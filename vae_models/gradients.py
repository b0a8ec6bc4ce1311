"""Gradients of one step through autograd, for any model; `mlp_gradients.py` does the MLPs by hand, faster."""

from typing import Protocol

from torch import Tensor, nn

from vae_models.recipes import Recipe


class Gradients(Protocol):
    """Fills the parameters' `.grad` and returns the loss parts, both without waiting for the device."""

    def __call__(self, inputs: Tensor, target: Tensor, eps: Tensor, weight: float) -> tuple[Tensor, Tensor]:
        """The mean reconstruction over the batch, `()`, and mean KL per dimension `(latent_dim or 0,)`, nats per image.

        inputs, target: `(batch, 1, H, W)`; eps: `(batch, latent_dim)`; weight: the KL's weight in the minimised loss.
        """


class AutogradGradients:
    def __init__(self, model: nn.Module, recipe: Recipe, flat_gradients: Tensor) -> None:
        self._model = model
        self._scale = 1.0 / recipe.pixels if recipe.reduction == "pixel" else 1.0
        self._flat_gradients = flat_gradients

    def __call__(self, inputs: Tensor, target: Tensor, eps: Tensor, weight: float) -> tuple[Tensor, Tensor]:
        self._flat_gradients.zero_()
        per_image, kl = self._model.loss_parts(inputs, target, eps)  # type: ignore[operator]
        reconstruction, kl_per_dim = per_image.mean(), kl.mean(0)
        loss = (reconstruction + weight * kl_per_dim.sum()) * self._scale
        loss.backward()
        return reconstruction.detach(), kl_per_dim.detach()
