"""The README's figures of the family on MNIST's test digits: `python -m tests.bench family`, all recipes, or those that
FAMILY names (`FAMILY=cvae,iwae`), each from the seeds 0, 1 and 2.
"""

import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from tests.bench.stage.figures import Figure, Figures
from vae_models import get_recipe
from vae_models.data.load import Split, load_dataset
from vae_models.measures.images.classifiers import digit_classifier
from vae_models.objectives.mmd import inverse_multiquadratics, mmd
from vae_models.training.events import Losses
from vae_models.training.trainer import Trainer

SEEDS = (0, 1, 2)
SAMPLES = 10_000
CODES = 2_500  # of the test digits, and as many of the prior


def test_losses(trainer: Trainer, test: Split) -> Losses:
    """As training computes them: sampled codes, the last step's weight; nats, or squared error, per image."""
    return trainer.optimisation.validate(test, trainer.weight, trainer.epoch)


def loss(trainer: Trainer, test: Split) -> float:
    return test_losses(trainer, test).loss


def squared_error(trainer: Trainer, test: Split) -> float:
    """Of reconstructions at the mean, summed over an image's pixels."""
    images = test.images[:, 0].numpy()
    return float(np.square(trainer.predictor().reconstruct(images) - images / np.float32(255)).sum((1, 2)).mean())


def kl(trainer: Trainer, test: Split) -> float:
    return test_losses(trainer, test).kl


def mmd_to_prior(trainer: Trainer, test: Split) -> float:
    """Squared MMD with the inverse multiquadratics of Tolstikhin 2018, unbiased."""
    generator = torch.Generator().manual_seed(0)
    posterior = trainer.predictor().encode(test.images[:CODES, 0].numpy())
    mu, sigma = torch.from_numpy(posterior.mu), torch.from_numpy(posterior.sigma)
    z = mu + sigma * torch.empty_like(mu).normal_(generator=generator)
    prior: Tensor = torch.empty_like(mu).normal_(generator=generator)
    return float(mmd(z, prior, inverse_multiquadratics))


def recognised(trainer: Trainer, test: Split) -> float:
    """Per cent of samples, as many of each class, that the shipped classifier takes for the class that was asked for."""
    asked = np.repeat(np.arange(10), SAMPLES // 10)
    samples = trainer.predictor().sample(SAMPLES, 0, asked)
    return 100 * digit_classifier().accuracy(samples, torch.from_numpy(asked))


@dataclass(frozen=True)
class Asked:
    """What is measured of a recipe after so many epochs."""

    recipe: str
    epochs: int
    name: str
    measure: Callable[[Trainer, Split], float]


FIGURES = (
    Asked("cvae", 10, "% of samples recognised", recognised),
    Asked("beta-vae-capacity", 10, "nats of KL", kl),
    Asked("aae", 10, "MMD²", mmd_to_prior),
    Asked("wae-mmd", 10, "MMD²", mmd_to_prior),
    Asked("autoencoder", 10, "MMD²", mmd_to_prior),
    Asked("info-vae", 10, "MMD²", mmd_to_prior),
    Asked("autoencoder", 5, "squared error", squared_error),
    Asked("vq-vae", 3, "squared error", squared_error),
    Asked("iwae", 10, "nats", loss),
    Asked("vae-wide", 10, "nats", loss),
    Asked("vae", 10, "nats", loss),
    Asked("hvae", 5, "nats", loss),
    Asked("conv-vae", 5, "nats", loss),
    Asked("vrae", 8, "nats", loss),
)


def main() -> Figures:
    mnist = load_dataset("mnist")
    assert mnist.test is not None
    known = {figure.recipe for figure in FIGURES}
    asked = set(filter(None, os.environ.get("FAMILY", "").split(","))) or known
    if unknown := asked - known:
        raise SystemExit(
            f"FAMILY names what has no figure: {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}."
        )
    for figure in FIGURES:
        if figure.recipe not in asked:
            continue
        values = []
        for seed in SEEDS:
            trainer = Trainer(get_recipe(figure.recipe).replace(epochs=figure.epochs, seed=seed), mnist, device="cpu")
            list(trainer.steps())
            values.append(figure.measure(trainer, mnist.test))
        listed = ", ".join(f"{value:.4g}" for value in values)
        mean = statistics.mean(values)
        yield Figure(f"{figure.recipe}, {figure.epochs} epochs", mean, figure.name, note=f"seeds: {listed}")
