"""MIG on shapes of each total-correlation objective against a beta-VAE with as good a reconstruction, some seeds each.

It takes long and runs only where it is named.
"""

import os
import statistics
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import torch

from tests.bench.stage.figures import Figure, Figures
from vae_models import Recipe, get_recipe
from vae_models.data.load import load_dataset
from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.disentanglement.mig import mig
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer

SEEDS = (0, 1, 2)
SMALL = {"batch_size": 64, "learning_rate": 5e-4}
# A batch estimates the total correlation the better the larger it is; the densities of all its pairs need that.
LARGE = {"batch_size": 256, "learning_rate": 1e-3}
# Each objective with its weight, and the beta at which a beta-VAE reconstructs about as well or a little worse.
PAIRS = (
    ("factor-vae", 10.0, 1.5, SMALL),
    ("dip-vae", 1.0, 1.2, SMALL),
    ("beta-tcvae", 6.0, 3.1, LARGE),
)


class Result(NamedTuple):
    """reconstruction: validation, nats per image; mig: of the posterior means of the test images."""

    reconstruction: float
    mig: float


def recipes(name: str, beta: float, sizes: dict[str, float]) -> list[Recipe]:
    recipe = get_recipe(name).replace(beta=beta, hidden=(256, 256), latent_dim=10, epochs=60, **sizes)
    return [recipe.replace(seed=seed) for seed in SEEDS]


def trained(recipe: Recipe) -> Result:
    torch.set_num_threads(1)
    shapes = load_dataset("shapes")
    trainer = Trainer(recipe, shapes)
    last = [event for event in trainer.steps() if isinstance(event, EpochDone)][-1]
    assert shapes.test is not None and shapes.test.factors is not None
    mu = trainer.predictor().encode(shapes.test.images[:, 0].numpy()).mu
    factors = Factors(shapes.test.factors.numpy(), shapes.factor_names)
    return Result(last.val.reconstruction, mig(mu, factors).value)


def main() -> Figures:
    runs = [
        run
        for name, weight, beta, sizes in PAIRS
        for run in recipes(name, weight, sizes) + recipes("beta-vae", beta, sizes)
    ]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        results = iter(list(pool.map(trained, runs)))
    for name, weight, beta, _ in PAIRS:
        means = []
        for model in (f"{name}, weight {weight:g}", f"beta-vae, beta {beta:g}"):
            found = [next(results) for _ in SEEDS]
            means.append(statistics.mean(result.mig for result in found))
            each = ", ".join(f"{result.mig:.3f} at {result.reconstruction:.1f}" for result in found)
            print(f"  {model}: MIG at nats of reconstruction {each}; mean {means[-1]:.3f}")
        yield Figure(f"MIG of {name}", means[0], "", means[1], at_most=False, note="target: beta-vae's")
