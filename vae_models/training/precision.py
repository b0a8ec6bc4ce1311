"""Which precision the products of a training on a CPU have: what the recipe says, or what is quickest here."""

import functools
import time
from contextlib import closing

import torch

from vae_models.models.build import build_model
from vae_models.networks.flat_parameters import FlatParameters
from vae_models.objectives.build import build_objective
from vae_models.objectives.draws import Draws
from vae_models.recipe.recipe import Recipe
from vae_models.runs.folder import RunFolder
from vae_models.training.engines.autograd import Autograd
from vae_models.training.engines.engine import name_of
from vae_models.training.threads import ThreadChoice

TRIALS = 3
MOST_TRIED = 64  # images in a batch of the trial, which nobody can stop
GAIN = 0.9  # bfloat16 costs digits, so it has to save a tenth of the time


def pick_precision(name: str) -> torch.dtype:
    """The type of a CPU's products for a recipe's precision; `auto` is bfloat16 where the processor has instructions for it.

    Without them the same products take many times as long. Whether they gain anything is for `engines/choose.py` to say.
    """
    fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.bfloat16 if name == "bfloat16" or (name == "auto" and fast) else torch.float32


def as_begun(recipe: Recipe, run: RunFolder | None) -> Recipe:
    """The recipe with the precision that its run has had so far on a CPU, if the recipe leaves it open and this one has it."""
    last = run.trained_with[-1] if run and run.trained_with else None
    if recipe.precision != "auto" or last is None or last.device != "cpu":
        return recipe
    usable = {"float32", name_of(pick_precision("auto"))}
    return recipe.replace(precision=last.precision) if last.precision in usable else recipe


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
