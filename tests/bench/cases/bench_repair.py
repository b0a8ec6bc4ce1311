"""Repair beside 32 descents from random codes, on 100 half-hidden digits that no shipped model was trained on."""

import numpy as np
import torch
from torch.nn import functional

from tests.bench.stage.figures import Figure, Figures
from vae_models.data.load import load_dataset
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.lab.repair import STEP_LENGTH, repair

MODELS = ("vae-2d", "beta-vae", "conv-vae")
IMAGES, RESTARTS, STEPS = 100, 32, 300
NEAR = 1.0  # nats


def lower_half_hidden() -> np.ndarray:
    """`(28, 28)`, False below the middle."""
    return np.repeat(np.arange(28) < 14, 28).reshape(28, 28)


def best_of_restarts(predictor: Predictor, image: np.ndarray, visible: np.ndarray, seed: int) -> float:
    """The least -log p(visible pixels, z), nats, of descents from codes of the prior; Bernoulli pixels."""
    model = predictor.module().requires_grad_(False)
    generator = torch.Generator().manual_seed(seed)
    z = torch.randn(RESTARTS, predictor.latent_dim, generator=generator).requires_grad_()
    target, shown = torch.from_numpy(image)[torch.from_numpy(visible)].expand(RESTARTS, -1), torch.from_numpy(visible)
    adam = torch.optim.Adam([z], lr=STEP_LENGTH)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(adam, STEPS)
    for _ in range(STEPS):
        logits = model.decode(z)[:, 0, shown]  # type: ignore[operator]
        loss = functional.binary_cross_entropy_with_logits(logits, target, reduction="none").sum(1)
        loss = loss + 0.5 * z.square().sum(1)
        adam.zero_grad()
        loss.sum().backward()
        adam.step()
        slower.step()
    return float(loss.detach().min())


def shortfalls(predictor: Predictor, images: np.ndarray) -> np.ndarray:
    """By how many nats repair's first answer is worse than the restarts' best: `(n,)`. images: `(n, 28, 28)` uint8."""
    visible, found = lower_half_hidden(), []
    for number, image in enumerate(images.astype(np.float32) / np.float32(255)):
        *_, last = repair(predictor, image, visible, seed=number)
        found.append(float(last.loss[0]) - best_of_restarts(predictor, image, visible, number))
    return np.array(found)


def main() -> Figures:
    torch.set_num_threads(1)
    test = load_dataset("mnist").test
    assert test is not None
    images = test.images[:IMAGES, 0].numpy()
    for name in MODELS:
        short = shortfalls(Predictor.load(shipped_model(name)), images)
        near = f"{name}: within {NEAR:g} nat of {RESTARTS} restarts, {IMAGES} half-hidden digits"
        yield Figure(near, 100 * float((short < NEAR).mean()), "%", 95, at_most=False)
        yield Figure(f"{name}: at worst short by", float(short.max()), "nats")
