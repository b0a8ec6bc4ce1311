"""Filling in what is hidden: the code that explains the visible pixels best, found by descent through the decoder."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vae_models.errors import ModelError
from vae_models.kinds.likelihoods import pixel_loss

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

Images = NDArray[np.float32]

STEPS = 200
STEP_LENGTH = 0.1
REPORT_EVERY = 5
DRAWS, STARTS = 256, 16  # codes of the prior that are looked at, and how many of the best are descended from
DISTINCT = 0.5  # two answers differ by more than this in some hidden pixel, of [0, 1]

NOTHING_HIDDEN = "Nothing is hidden: mark the part that the model should fill in."


@dataclass(frozen=True, eq=False)
class Repair:
    """Several answers after some steps, the most probable first; none looks like another.

    images: `(n, H, W)`, the visible pixels as they are and the hidden ones filled in. z: `(n, latent_dim)`.
    loss: `(n,)`, -log p(visible pixels, z) in nats, up to a constant. n is at least 1, and less than was `asked` for where
    no more were found.
    """

    step: int
    steps: int
    images: Images
    z: Images
    loss: Images
    asked: int


def repair(
    predictor: "Predictor",
    image: Images,
    visible: NDArray[np.bool_],
    *,
    samples: int = 4,
    steps: int = STEPS,
    seed: int = 0,
) -> Iterator[Repair]:
    """Maximises log p(visible pixels | z) + log p(z); yields up to `samples` answers as they converge.

    Sixteen descents start from the best of 256 codes of the prior, the encoder's code and 0. The first answer is the best
    maximum they find, the others are further ones. Where there are too few, answers follow that are drawn towards a
    z ~ N(0, I) of their own instead of 0, so that they keep what the visible pixels say and differ in what these leave
    open (randomised maximum likelihood: Oliver 1996).
    image: `(H, W)` in [0, 1]; visible: `(H, W)`, False where to fill in. Raises ModelError for a model that is no VAE,
    an image of another size, or where nothing is hidden or nothing visible.
    """
    _check(predictor, image, visible)
    task = _Task(predictor, image, visible)
    generator = torch.Generator().manual_seed(seed)
    starts = task.best(torch.randn(DRAWS, predictor.latent_dim, generator=generator))
    aims = torch.randn(samples, predictor.latent_dim, generator=generator)
    anchor = torch.cat([torch.zeros_like(starts), aims])
    z = torch.cat([starts, aims]).requires_grad_()
    adam = torch.optim.Adam([z], lr=STEP_LENGTH)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(adam, max(1, steps))
    for step in range(steps + 1):
        logits, mismatch = task.mismatch(z)
        if step % REPORT_EVERY == 0 or step == steps:
            loss = mismatch + 0.5 * z.square().sum(1)
            yield _report(step, steps, task, logits.detach(), z.detach(), loss.detach(), samples)
        adam.zero_grad()
        (mismatch + 0.5 * (z - anchor).square().sum(1)).sum().backward()
        adam.step()
        slower.step()


def why_no_repair(predictor: "Predictor") -> str:
    """One sentence for a model that is no VAE; empty for one that can fill in."""
    if predictor.is_variational and predictor.has_latent:
        return ""
    return f"Repair needs a VAE, and {predictor.name} is not one: open or train one, for example vae-wide."


class _Task:
    """One image with its hidden part, and how badly codes explain what is visible."""

    def __init__(self, predictor: "Predictor", image: Images, visible: NDArray[np.bool_]) -> None:
        self._predictor, self._model = predictor, predictor.module().requires_grad_(False)
        self.target = torch.from_numpy(np.array(image, np.float32))
        self.visible = torch.from_numpy(visible)
        self._pixel_loss = pixel_loss(predictor.recipe.reconstruction)

    @torch.no_grad()
    def best(self, draws: Tensor) -> Tensor:
        """The most probable of the draws, the code of the image with its hidden part black, and 0: `(STARTS, latent_dim)`."""
        seen = (self.target * self.visible)[None, None]
        mu = self._model.encode(seen, self._predictor.condition(1))[0]
        codes = torch.cat([mu, torch.zeros_like(mu), draws])
        loss = self.mismatch(codes)[1] + 0.5 * codes.square().sum(1)
        return codes[loss.argsort()[:STARTS]]

    def mismatch(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Logits `(n, 1, H, W)` and -log p(visible | z) `(n,)`, nats (Kingma & Welling 2014, appendix C)."""
        logits = self._model.decode(z, self._predictor.condition(len(z)))
        target = self.target.expand_as(logits)
        per_pixel: Tensor = self._pixel_loss(logits, target)
        return logits, (per_pixel * self.visible).flatten(1).sum(1)

    def filled(self, logits: Tensor) -> Tensor:
        """The visible pixels as they are, the others from logits `(n, 1, H, W)`: `(n, H, W)`."""
        return torch.where(self.visible, self.target, torch.sigmoid(logits).squeeze(1))


def _report(
    step: int, steps: int, task: _Task, logits: Tensor, z: Tensor, loss: Tensor, samples: int
) -> Repair:  # fmt: skip
    images = task.filled(logits)
    # Maxima first; what was drawn elsewhere only where these are too few.
    order = torch.cat([loss[:STARTS].argsort(), STARTS + loss[STARTS:].argsort()])
    chosen = torch.tensor(_distinct(images[order].flatten(1), samples))
    kept = order[chosen]
    kept = kept[loss[kept].argsort()]
    filled, codes, losses = (values[kept].numpy() for values in (images, z, loss))
    return Repair(step, steps, filled, codes, losses, samples)


def _distinct(pictures: Tensor, most: int) -> list[int]:
    """The first of the rows `(n, pixels)`, and those after it that are unlike all chosen before."""
    chosen = [0]
    for index in range(1, len(pictures)):
        if len(chosen) == most:
            break
        if (pictures[index] - pictures[chosen]).abs().amax(1).min() > DISTINCT:
            chosen.append(index)
    return chosen


def _check(predictor: "Predictor", image: Images, visible: NDArray[np.bool_]) -> None:
    if reason := why_no_repair(predictor):
        raise ModelError(reason)
    if image.shape != predictor.image_shape or visible.shape != predictor.image_shape:
        shape = "x".join(map(str, image.shape))
        raise ModelError(f"This model sees images of {'x'.join(map(str, predictor.image_shape))} pixels, not {shape}.")
    if visible.all():
        raise ModelError(NOTHING_HIDDEN)
    if not visible.any():
        raise ModelError("Everything is hidden: leave some of the digit visible to the model.")
