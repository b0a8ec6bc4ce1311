"""Noise that training adds to its inputs, always from an explicit generator."""

import torch
from torch import Generator, Tensor

from vae_models.kinds.corruptions import corrupting
from vae_models.recipe.named import Recipe


def add_gaussian_noise(images: Tensor, sigma: float, generator: Generator) -> Tensor:
    """images + sigma * N(0, 1), clipped to [0, 1]; the same shape and device."""
    noise = torch.empty_like(images).normal_(generator=generator)
    return noise.mul_(sigma).add_(images).clamp_(0.0, 1.0)


def corrupt(images: Tensor, recipe: Recipe, generator: Generator) -> Tensor:
    """What the recipe's data treatment makes of clean images in [0, 1]; the same tensor where it does nothing."""
    if not recipe.noise:
        return images
    damaged: Tensor = corrupting(recipe.corruption)(images, recipe.noise, generator)
    return damaged
