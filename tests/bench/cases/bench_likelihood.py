"""The importance-weighted log-likelihood of vae-2d beside the integral over its plane, on 100 held-out digits."""

import math

import numpy as np
import torch
from torch.nn import functional

from tests.bench.stage.figures import Figure, Figures
from vae_models.data.load import Dataset, Split, load_dataset
from vae_models.explore.predictor import Predictor
from vae_models.files.shipped import shipped_model
from vae_models.measures.likelihood import log_likelihood
from vae_models.measures.subject import Subject

IMAGES = 100
REACH, SIDE = 6.0, 301  # prior standard deviations, points a side
SAMPLES = (100, 1000, 5000)


def hundred(dataset: Dataset) -> Dataset:
    """The data with 100 held-out images, of the test split where there is one."""
    held_out = dataset.test or dataset.val
    few = Split(held_out.images[:IMAGES], None if held_out.labels is None else held_out.labels[:IMAGES])
    some = Split(dataset.train.images[:100], None if dataset.train.labels is None else dataset.train.labels[:100])
    return Dataset(dataset.name, some, few, None, dataset.class_names)


@torch.inference_mode()
def log_likelihood_by_quadrature(predictor: Predictor, images: torch.Tensor) -> np.ndarray:
    """log p(x) of a model of two dimensions with Bernoulli pixels: `(n,)`, nats. images: `(n, 1, H, W)` uint8."""
    model, pixels = predictor.module(), images.flatten(1).float() / 255.0
    axis = torch.linspace(-REACH, REACH, SIDE)
    plane = torch.cartesian_prod(axis, axis)
    rows = []
    for z in plane.split(10_000):
        logits = model.decode(z).flatten(1)  # type: ignore[operator]
        likelihood = pixels @ logits.T - functional.softplus(logits).sum(1)
        rows.append(likelihood.double() - 0.5 * z.double().square().sum(1))
    total: torch.Tensor = torch.cat(rows, 1).logsumexp(1)
    return (total + 2 * math.log(2 * REACH / (SIDE - 1)) - math.log(2 * math.pi)).numpy()


def main() -> Figures:
    torch.set_num_threads(1)
    predictor = Predictor.load(shipped_model("vae-2d"))
    dataset = hundred(load_dataset("mnist"))
    exact = log_likelihood_by_quadrature(predictor, dataset.val.images).mean()
    yield Figure(f"quadrature, {SIDE} x {SIDE} points, {IMAGES} digits", exact, "nats per image")
    for samples in SAMPLES:
        (measure,) = log_likelihood(Subject.of(predictor, dataset, importance_samples=samples)).measures
        short = exact - measure.value
        yield Figure(f"{samples} importance weights, short by", short, "nats", 0.3 if samples == max(SAMPLES) else None)
