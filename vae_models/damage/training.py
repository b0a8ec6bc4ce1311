"""Noise that training adds to its inputs, always from an explicit generator."""

from collections.abc import Callable

import torch
from torch import Generator, Tensor

from vae_models.damage.mixed import mixed_corruption
from vae_models.kinds.lookup import kind_of
from vae_models.recipe.named import Recipe


def add_gaussian_noise(images: Tensor, sigma: float, generator: Generator) -> Tensor:
    """images + sigma * N(0, 1), clipped to [0, 1]; the same shape and device."""
    noise = torch.empty_like(images).normal_(generator=generator)
    return noise.mul_(sigma).add_(images).clamp_(0.0, 1.0)


CORRUPTIONS: dict[str, Callable[[Tensor, float, Generator], Tensor]] = {
    "gaussian": add_gaussian_noise,
    "mixed": mixed_corruption,
}


def corrupt(images: Tensor, recipe: Recipe, generator: Generator) -> Tensor:
    """What the recipe's data treatment makes of clean images in [0, 1]; the same tensor where it does nothing."""
    if not recipe.noise:
        return images
    return kind_of("corruption", recipe.corruption, CORRUPTIONS)(images, recipe.noise, generator)
