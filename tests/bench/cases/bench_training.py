"""The trainer against the tutorials' loop and against the machine's own matrix products, side by side in one process."""

import functools
import statistics
import time

import torch
from torch import Tensor

from tests.bench.stage.figures import Figure, Figures
from tests.bench.stage.tutorial_loop import train as tutorial_train
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split, load_dataset
from vae_models.recipe.fields import Precision
from vae_models.training.events import EpochDone
from vae_models.training.precision import pick_precision
from vae_models.training.trainer import Trainer

ROUNDS = 3


def training_images() -> tuple[Tensor, Dataset]:
    """All 60,000 training digits, as the tutorials have them."""
    dataset = load_dataset("mnist")
    return torch.cat([dataset.train.images, dataset.val.images]), dataset


def matmul_seconds(images: int, precision: torch.dtype, batch: int = 128) -> float:
    """The time of an epoch's matrix products alone: 784-400-40 and 20-400-784, forward and both backward products."""
    shapes = [(784, 400, 2), (400, 40, 3), (20, 400, 3), (400, 784, 3)]  # no gradient by the images: 2 products
    make = functools.partial(torch.rand, dtype=precision)
    pairs = [(make(batch, a), make(a, b), make(batch, b), count) for a, b, count in shapes]
    for x, w, out, _ in pairs:
        torch.mm(x, w, out=out)
    started = time.perf_counter()
    steps = 100
    for _ in range(steps):
        for x, w, out, count in pairs:
            for _ in range(count):
                torch.mm(x, w, out=out)
    return (time.perf_counter() - started) / steps * images / batch


def our_epochs(images: Tensor, dataset: Dataset, epochs: int, precision: Precision) -> tuple[list[float], list[float]]:
    recipe = get_recipe("vae-wide").replace(epochs=epochs, precision=precision)
    trainer = Trainer(recipe, Dataset("bench", Split(images, None), dataset.val, None, ()))
    done = [event for event in trainer.steps() if isinstance(event, EpochDone)]
    return [event.train.loss for event in done], [event.seconds for event in done]


def main() -> Figures:
    images, dataset = training_images()
    threads = torch.get_num_threads()
    print(f"training vae-wide on {len(images):,} digits, {threads} threads, {ROUNDS} interleaved rounds of 2 epochs")
    fastest = pick_precision("auto")
    precisions: dict[Precision, torch.dtype] = {"float32": torch.float32}
    if fastest == torch.bfloat16:
        precisions["bfloat16"] = fastest
    ratios: dict[str, list[float]] = {name: [] for name in precisions}
    shares: dict[str, list[float]] = {name: [] for name in precisions}
    for _ in range(ROUNDS):
        reference_losses, reference_seconds = tutorial_train(images, 2)
        print(f"  tutorial loop {min(reference_seconds):.2f} s (loss {reference_losses[-1]:.2f})")
        for name, kind in precisions.items():
            losses, seconds = our_epochs(images, dataset, 2, name)
            peak = min(matmul_seconds(len(images), kind) for _ in range(3))
            ratios[name].append(min(reference_seconds) / min(seconds))
            shares[name].append(peak / min(seconds))
            print(
                f"  trainer, {name}: {min(seconds):.2f} s (loss {losses[-1]:.2f}), x{ratios[name][-1]:.1f}; "
                f"bare products in {name} {peak:.2f} s"
            )
    for name in precisions:
        yield Figure(f"trainer / tutorial speed, {name}", statistics.median(ratios[name]), "times", 4, at_most=False)
        share = 100 * statistics.median(shares[name])
        yield Figure(f"share of the machine's products, {name}", share, "%", 60, at_most=False)
