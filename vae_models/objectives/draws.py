"""How a batch is made of images: their values, the noise that the recipe puts on them, and the eps of their codes."""

import torch
from torch import Generator, Tensor

from vae_models.damage.training import corrupt
from vae_models.objectives.base import Batch
from vae_models.recipe.recipe import Recipe


class Draws:
    """Everything random comes from the one generator. A batch lies in the same memory as the one before it."""

    def __init__(self, recipe: Recipe, device: torch.device, generator: Generator, most: int) -> None:
        """most: images in a batch."""
        self._recipe = recipe
        self._generator = generator
        self._target = torch.empty(most, 1, *recipe.image_shape, device=device)
        self._inputs = torch.empty_like(self._target)
        self._eps = torch.empty(most * recipe.samples, recipe.latent_dim, device=device)
        self._labels = torch.empty(most, dtype=torch.int64, device=device)

    def batch(self, images: Tensor, labels: Tensor | None, epochs_done: float) -> Batch:
        """images: `(batch, 1, H, W)` uint8; labels: `(batch,)` int64, None unless the model sees them."""
        size = len(images)
        target = torch.mul(images, 1.0 / 255.0, out=self._target[:size])
        inputs = corrupt(target, self._recipe, self._generator)
        if inputs is not target:
            inputs = self._inputs[:size].copy_(inputs)
        eps = self._eps[: size * self._recipe.samples].normal_(generator=self._generator)
        seen = None if labels is None else self._labels[:size].copy_(labels)
        return Batch(inputs, target, eps, seen, self._generator, epochs_done)
