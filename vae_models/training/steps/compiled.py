"""On a CPU several steps of an MLP run as one compiled call: batches, noise, gradients and Adam, without the interpreter.

A step of these small models is some sixty operations of microseconds each. Called one by one each takes the interpreter's
lock anew, which a window that draws meanwhile holds for milliseconds; a compiled call lets go of it once. Where the
processor multiplies bfloat16 the products are of that type, and all else stays float32: weights, Adam's moments, the loss
(mixed precision: Micikevicius 2018).
"""

import functools
import warnings
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Generator, Tensor

from vae_models.damage.training import add_gaussian_noise
from vae_models.data.load import Split
from vae_models.models.base import LatentModel
from vae_models.recipe.named import Recipe
from vae_models.training.steps.by_hand import Buffers, MLPGradients, Terms, differentiate, make_buffers, terms_of
from vae_models.training.steps.gradients import StepLosses
from vae_models.training.steps.optimisation import Optimisation


class Adam(NamedTuple):
    """What the update needs, as torch.optim.Adam keeps it: lists of one flat tensor `(parameter count,)` or one step `()`.

    They come as lists because the compiler drops an update in place of lists that it sees made for it alone.
    `product_values` and `product_gradients` are what the buffers' chains are views of: the flat tensors themselves, or
    copies of lower precision.
    """

    values: list[Tensor]
    gradients: list[Tensor]
    exp_avg: list[Tensor]
    exp_avg_sq: list[Tensor]
    step: list[Tensor]
    product_values: Tensor
    product_gradients: Tensor
    beta1: float
    beta2: float
    epsilon: float


def run_steps(
    images: Tensor, weights: list[float], learning_rate: float, noise: float, generator: Generator,
    buffers: Buffers, terms: Terms, adam: Adam, latent_dim: int,
) -> tuple[list[Tensor], list[Tensor]]:  # fmt: skip
    """As many steps as there are KL weights, on that many batches of `images` `(steps * batch, 1, H, W)` uint8.

    Returns the reconstructions, each `()`, and the KLs per dimension, each `(latent_dim or 0,)`, nats per image.
    """
    reconstructions: list[Tensor] = []
    kls: list[Tensor] = []
    batch = len(images) // len(weights)
    values, gradients = adam.values[0], adam.gradients[0]
    mixed = adam.product_values.dtype != values.dtype
    for index in range(len(weights)):
        part = images[index * batch : (index + 1) * batch]
        target = part.flatten(1).to(torch.float32).mul_(1.0 / 255.0)
        inputs = add_gaussian_noise(target, noise, generator) if noise > 0.0 else target
        eps = torch.empty([batch, latent_dim], device=target.device).normal_(generator=generator)
        if mixed:
            adam.product_values.copy_(values)
        reconstruction, kl = differentiate(inputs, target, eps, weights[index], buffers, terms)
        if mixed:
            gradients.copy_(adam.product_gradients)
        adam.step[0].add_(1.0)
        torch._fused_adam_(
            adam.values, adam.gradients, adam.exp_avg, adam.exp_avg_sq, [], adam.step, lr=learning_rate,
            beta1=adam.beta1, beta2=adam.beta2, weight_decay=0.0, eps=adam.epsilon, amsgrad=False, maximize=False,
        )  # fmt: skip
        reconstructions.append(reconstruction)
        kls.append(kl)
    return reconstructions, kls


@functools.cache
def compiled() -> Callable[..., tuple[list[Tensor], list[Tensor]]]:
    """`run_steps` as TorchScript; as it stands where this torch or Python cannot compile it, slower and with the same result."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            script: Callable[..., tuple[list[Tensor], list[Tensor]]] = torch.jit.script(run_steps)
        except (RuntimeError, OSError):
            return run_steps
    return script


class CompiledOptimisation(Optimisation):
    """An Optimisation on a CPU, for a recipe of plain steps, whose `steps` are one call with products of that precision."""

    def __init__(self, recipe: Recipe, train: Split, device: torch.device, precision: torch.dtype) -> None:
        super().__init__(recipe, train, device)
        self._start_adam()
        values, gradients = self.flat.values.data, self.flat.gradients
        self._product_values = values if precision == values.dtype else values.to(precision)
        self._product_gradients = gradients if precision == values.dtype else gradients.to(precision)
        self._run_buffers: dict[int, Buffers] = {}

    @property
    def precision(self) -> str:
        shared = not isinstance(self._gradients, MLPGradients)
        return super().precision if shared else str(self._product_values.dtype).removeprefix("torch.")

    @torch.no_grad()
    def steps(self, index: int, weights: list[float], epochs_done: list[float]) -> list[StepLosses]:
        if not isinstance(self._gradients, MLPGradients):  # others share in them
            return super().steps(index, weights, epochs_done)
        size = self.batch_length(index + len(weights) - 1)
        if size < self.recipe.batch_size and len(weights) > 1:
            return [
                *self.steps(index, weights[:-1], epochs_done[:-1]),
                *self.steps(index + len(weights) - 1, weights[-1:], epochs_done[-1:]),
            ]
        start = index * self.recipe.batch_size
        # Optimising the compiled code takes far longer than it saves: nearly all of its time is in the operations.
        with torch.jit.optimized_execution(False):  # type: ignore[attr-defined]
            losses = compiled()(
                self._epoch_images[start : start + size * len(weights)], weights, self._adam.param_groups[0]["lr"],
                self.recipe.noise, self._generator, self._buffers_of(size), terms_of(self.recipe, size),
                self._adam_state(), self.recipe.latent_dim,
            )  # fmt: skip
        return [StepLosses(*parts) for parts in zip(*losses, weights, strict=True)]

    def _buffers_of(self, size: int) -> Buffers:
        if size not in self._run_buffers:
            assert isinstance(self.model, LatentModel)
            self._run_buffers[size] = make_buffers(
                self.model, self.recipe, self._product_values, self._product_gradients, size
            )
        return self._run_buffers[size]

    def _adam_state(self) -> Adam:
        state, group = self._adam.state[self.flat.values], self._adam.param_groups[0]
        return Adam(
            [self.flat.values.data], [self.flat.gradients], [state["exp_avg"]], [state["exp_avg_sq"]], [state["step"]],
            self._product_values, self._product_gradients, group["betas"][0], group["betas"][1], group["eps"],
        )  # fmt: skip
