"""Filling in what is hidden: the code that explains the visible pixels best, found by descent through the decoder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from vae_models.errors import ModelError
from vae_models.recipes import Reconstruction

if TYPE_CHECKING:
    from vae_models.predictor import Predictor

Images = NDArray[np.float32]

STEPS = 200
STEP_LENGTH = 0.1
REPORT_EVERY = 5


@dataclass(frozen=True, eq=False)
class Repair:
    """Several answers after some steps, the most probable first.

    images: `(n, H, W)`, the visible pixels as they are and the hidden ones filled in. z: `(n, latent_dim)`.
    loss: `(n,)`, -log p(visible pixels, z) in nats, up to a constant.
    """

    step: int
    steps: int
    images: Images
    z: Images
    loss: Images


def repair(
    predictor: "Predictor",
    image: Images,
    visible: NDArray[np.bool_],
    *,
    samples: int = 4,
    steps: int = STEPS,
    seed: int = 0,
) -> Iterator[Repair]:
    """Maximises log p(visible pixels | z) + log p(z); yields as it converges.

    The first answer is that maximum. Each other one is drawn towards a z ~ N(0, I) of its own instead of 0, so that it keeps
    what the visible pixels say and differs in what they leave open (randomised maximum likelihood: Oliver 1996).
    image: `(H, W)` in [0, 1]; visible: `(H, W)`, False where to fill in. Raises ModelError for a model that is no VAE,
    an image of another size, or where nothing is hidden or nothing visible.
    """
    _check(predictor, image, visible)
    module = predictor.module().requires_grad_(False)
    decode = partial(_decode, module, known=predictor.condition(samples))
    generator = torch.Generator().manual_seed(seed)
    anchor = torch.randn(samples, predictor.latent_dim, generator=generator)
    anchor[0] = 0.0
    z = anchor.clone().requires_grad_()
    adam = torch.optim.Adam([z], lr=STEP_LENGTH)
    target = torch.from_numpy(np.array(image, np.float32)).expand(samples, 1, -1, -1)
    weight = torch.from_numpy(visible.astype(np.float32)).expand_as(target)
    for step in range(steps + 1):
        logits, mismatch = _mismatch(decode, z, target, weight, predictor.recipe.reconstruction)
        if step % REPORT_EVERY == 0 or step == steps:
            loss = mismatch + 0.5 * z.square().sum(1)
            yield _report(step, steps, torch.where(weight > 0, target, torch.sigmoid(logits)), z, loss)
        adam.zero_grad()
        (mismatch + 0.5 * (z - anchor).square().sum(1)).sum().backward()
        adam.step()


def _decode(module: nn.Module, z: Tensor, known: tuple[Tensor, ...]) -> Tensor:
    logits: Tensor = module.decode(z, *known)  # type: ignore[operator]
    return logits


def _mismatch(
    decode: Callable[[Tensor], Tensor], z: Tensor, target: Tensor, weight: Tensor, kind: Reconstruction
) -> tuple[Tensor, Tensor]:
    """Logits `(n, 1, H, W)` and -log p(visible | z) `(n,)`, nats (Kingma & Welling 2014, appendix C)."""
    logits = decode(z)
    if kind == "bce":
        per_pixel = functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    else:
        per_pixel = (torch.sigmoid(logits) - target).square()
    return logits, (per_pixel * weight).flatten(1).sum(1)


def _report(step: int, steps: int, images: Tensor, z: Tensor, loss: Tensor) -> Repair:
    order = loss.detach().argsort()
    picked = [tensor.detach()[order].numpy() for tensor in (images.squeeze(1), z, loss)]
    return Repair(step, steps, *picked)


def _check(predictor: "Predictor", image: Images, visible: NDArray[np.bool_]) -> None:
    if not (predictor.is_variational and predictor.has_latent):
        raise ModelError(f"Repair needs a VAE; {predictor.name} is none: open or train one, for example vae-wide.")
    if image.shape != predictor.image_shape or visible.shape != predictor.image_shape:
        shape = "x".join(map(str, image.shape))
        raise ModelError(f"This model sees images of {'x'.join(map(str, predictor.image_shape))} pixels, not {shape}.")
    if visible.all():
        raise ModelError("Nothing is hidden: paint a mask over the part that the model should fill in.")
    if not visible.any():
        raise ModelError("Everything is hidden: leave some of the digit visible for the model to go by.")
