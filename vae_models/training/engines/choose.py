"""Which engine takes the steps of a training, and how precise its products are."""

import functools
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

import torch

from vae_models.models.build import build_model
from vae_models.networks.flat_parameters import FlatParameters
from vae_models.objectives.build import build_objective
from vae_models.objectives.draws import Draws
from vae_models.recipe.recipe import Recipe
from vae_models.training.devices import pick_precision
from vae_models.training.engines import by_hand, cuda_graph
from vae_models.training.engines.autograd import Autograd
from vae_models.training.threads import ThreadChoice

TRIALS = 3
MOST_TRIED = 64  # images in a batch of the trial, which nobody can stop
GAIN = 0.9  # bfloat16 costs digits, so it has to save a tenth of the time


@dataclass(frozen=True)
class Choice:
    engine: Literal["autograd", "by_hand", "cuda_graph"]
    products: torch.dtype = torch.float32


def choose(recipe: Recipe, device: torch.device) -> Choice:
    """Graphs on CUDA where a step is the same every time, steps by hand for MLPs on a CPU, autograd for everything else."""
    if device.type == "cuda" and cuda_graph.knows(recipe):
        return Choice("cuda_graph")
    if device.type != "cpu":
        return Choice("autograd")
    products = pick_precision(recipe.precision)
    if by_hand.knows(recipe):
        return Choice("by_hand", products)
    tried = recipe.precision == "auto" and products != torch.float32
    return Choice("autograd", products if not tried or gains(recipe, products) else torch.float32)


def choose_for_team(recipe: Recipe, device: torch.device) -> Choice:
    """For gradients that several processes share: in float32, and nothing captured."""
    return Choice("by_hand" if device.type == "cpu" and by_hand.knows(recipe) else "autograd")


def gains(recipe: Recipe, products: torch.dtype) -> bool:
    """Whether a few steps through autograd on the CPU are clearly quicker with such products; tried once in a process."""
    batch = min(recipe.batch_size, MOST_TRIED)
    return _gains(recipe.replace(name="trial", seed=0, batch_size=batch), products)


@functools.lru_cache(maxsize=64)
def _gains(recipe: Recipe, products: torch.dtype) -> bool:
    model = build_model(recipe)
    flat, objective = FlatParameters(model), build_objective(recipe, recipe.batch_size, torch.device("cpu"))
    draws = Draws(recipe, torch.device("cpu"), torch.Generator().manual_seed(0), recipe.batch_size)
    images = torch.zeros(recipe.batch_size, 1, *recipe.image_shape, dtype=torch.uint8)
    labels = torch.zeros(recipe.batch_size, dtype=torch.int64) if recipe.conditional else None
    batch = draws.batch(images, labels, 0.0)
    engines = [Autograd(model, recipe, flat.gradients, objective, kind) for kind in (torch.float32, products)]
    times: list[list[float]] = [[], []]
    with closing(ThreadChoice([1])):  # one does not wait for a core that another process has
        for _ in range(1 + TRIALS):  # the first one warms up
            for engine, seconds in zip(engines, times, strict=True):
                started = time.perf_counter()
                engine(batch, recipe.beta)
                seconds.append(time.perf_counter() - started)
    plain, mixed = (min(seconds[1:]) for seconds in times)
    return mixed < GAIN * plain
