"""Damage of several kinds for training a denoiser that has seen them all; strengths differ from image to image.

The same kinds, in the same units, that `single.py` lets a person choose.
"""

import torch
from torch import Generator, Tensor

from vae_models.damage.single import BLUR_PIXELS

COVERS = 2  # rectangles an image is covered with
MOST_COVERED = 0.6  # of a side, by one rectangle
MOST_SALTED = 0.7  # of the pixels
_SHARES = (3, 4, 5)  # sixths of a batch: Gaussian up to the first, then salt and pepper, blur, and covers


def mixed_corruption(images: Tensor, strength: float, generator: Generator) -> Tensor:
    """A damaged copy of `(batch, 1, H, W)` in [0, 1]: half the batch noisy, a sixth each salted, blurred and covered.

    Which image gets what follows from its place in the batch, whose order is random already. Each image draws its own
    strength, uniform from 0 to `strength` (1 is the most that can be chosen in the lab); every other noisy one the mean of
    two such draws, because noise of middling strength is what denoisers are asked to clean most.
    """
    cuts = [len(images) * share // 6 for share in _SHARES]
    kinds = (_gaussian, _salt_and_pepper, _blur, _covers)
    parts = zip(kinds, torch.tensor_split(images, cuts), strict=True)
    return torch.cat([damage(part, strength, generator) for damage, part in parts if len(part)])


def _uniform(images: Tensor, sides: tuple[int, int], generator: Generator) -> Tensor:
    """`(batch, 1, *sides)`, uniform in [0, 1]."""
    return torch.rand(len(images), 1, *sides, generator=generator, device=images.device)


def _gaussian(images: Tensor, strength: float, generator: Generator) -> Tensor:
    draws = _uniform(images, (1, 2), generator)
    sigma = draws[..., :1].clone()
    sigma[::2] = draws[::2].mean(3, keepdim=True)
    sigma *= strength
    noise = torch.empty_like(images).normal_(generator=generator)
    return (images + sigma * noise).clamp_(0.0, 1.0)


def _salt_and_pepper(images: Tensor, strength: float, generator: Generator) -> Tensor:
    half = 0.5 * MOST_SALTED * strength * _uniform(images, (1, 1), generator)
    dice = torch.empty_like(images).uniform_(generator=generator)
    return images.masked_fill(dice < half, 0.0).masked_fill_(dice > 1.0 - half, 1.0)


def _blur(images: Tensor, strength: float, generator: Generator) -> Tensor:
    sigma = BLUR_PIXELS * strength * _uniform(images, (1, 1), generator)
    rows, columns = (blur_matrices(size, sigma.flatten(1)) for size in images.shape[2:])
    return torch.einsum("nij,ncjk,nlk->ncil", rows, images, columns)


def blur_matrices(size: int, sigma: Tensor) -> Tensor:
    """`(batch, size, size)`: row i holds the Gaussian weights around pixel i; what lies outside is black.

    sigma: `(batch, 1)`, pixels.
    """
    distance = torch.arange(-size + 1, size, device=sigma.device)
    weights = torch.exp(-0.5 * (distance / sigma.clamp(min=1e-3)).square())
    weights /= weights.sum(1, keepdim=True)
    return weights.unfold(1, size, 1).flip(1)


def _covers(images: Tensor, strength: float, generator: Generator) -> Tensor:
    """Grey rectangles of any size, place and shade."""
    covered = images
    for _ in range(COVERS):
        inside = _stretch(images, 2, strength, generator) & _stretch(images, 3, strength, generator)
        covered = torch.where(inside, _uniform(images, (1, 1), generator), covered)
    return covered


def _stretch(images: Tensor, dimension: int, strength: float, generator: Generator) -> Tensor:
    """A random interval of pixels along one dimension, as a mask that broadcasts over the other."""
    size = images.shape[dimension]
    length, start = (_uniform(images, (1, 1), generator) for _ in range(2))
    length *= MOST_COVERED * strength * size
    start *= size - length
    pixels = (
        torch.arange(size, device=images.device).view(-1, 1)
        if dimension == 2
        else torch.arange(size, device=images.device)
    )
    return (pixels + 0.5 > start) & (pixels + 0.5 < start + length)
