"""Headless training that chooses its own number of threads, against one thread: on this machine as it is, and beside a
process that keeps a core busy."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import torch

from tests.bench.cases.bench_training import training_images
from tests.bench.stage.figures import Figure, Figures
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer

ROUNDS = 3
EPOCHS = 3
RECIPES = ("vae-wide", "vae-2d")


@contextmanager
def busy_core() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def images_per_s(name: str, dataset: Dataset, threads: int | None) -> float:
    """Over a whole training, trials included, validation not."""
    trainer = Trainer(get_recipe(name).replace(epochs=EPOCHS), dataset, threads=threads)
    epochs = [event for event in trainer.steps() if isinstance(event, EpochDone)]
    return len(dataset.train.images) * EPOCHS / sum(epoch.seconds for epoch in epochs)


def main() -> Figures:
    images, full = training_images()
    dataset = Dataset("bench", Split(images), full.val)
    print(
        f"{len(images):,} digits, {EPOCHS} epochs, up to {torch.get_num_threads()} threads, {ROUNDS} interleaved rounds"
    )
    for name in RECIPES:
        for place, others, least in (("idle", nullcontext, 90), ("beside a busy process", busy_core, 70)):
            shares = []
            for _ in range(ROUNDS):
                with others():
                    one, chosen = images_per_s(name, dataset, 1), images_per_s(name, dataset, None)
                shares.append(100 * chosen / one)
                print(f"  {name}, {place}: one thread {one:,.0f}, as it chooses {chosen:,.0f} images/s")
            share = statistics.median(shares)
            yield Figure(f"{name}, {place}: threads chosen / one", share, "%", least, at_most=False)
