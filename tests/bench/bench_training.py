"""The trainer against the tutorials' loop and against the machine's own matrix products, side by side in one process."""

import os
import statistics
import time
from pathlib import Path

import torch
from torch import Tensor

from tests.bench.tutorial_loop import train as tutorial_train
from vae_models import get_recipe
from vae_models.data import Dataset, Split, load_dataset
from vae_models.training import EpochDone, Trainer

ROUNDS = 3


def training_images() -> tuple[Tensor, Dataset]:
    """All 60,000 digits where the full set is at hand, else the embedded ones."""
    root = os.environ.get("LATENT_EXPLORER_DATA")
    dataset = load_dataset("mnist", data_dir=Path(root)) if root else load_dataset("digits")
    images = torch.cat([dataset.train.images, dataset.val.images]) if root else dataset.train.images
    return images, dataset


def matmul_seconds(images: int, batch: int = 128) -> float:
    """The time of an epoch's matrix products alone: 784-400-40 and 20-400-784, forward and both backward products."""
    shapes = [(784, 400, 2), (400, 40, 3), (20, 400, 3), (400, 784, 3)]  # no gradient by the images: 2 products
    pairs = [(torch.randn(batch, a), torch.randn(a, b), torch.empty(batch, b), count) for a, b, count in shapes]
    for x, w, out, _ in pairs:
        torch.mm(x, w, out=out)
    started = time.perf_counter()
    steps = 100
    for _ in range(steps):
        for x, w, out, count in pairs:
            for _ in range(count):
                torch.mm(x, w, out=out)
    return (time.perf_counter() - started) / steps * images / batch


def our_epochs(images: Tensor, dataset: Dataset, epochs: int) -> tuple[list[float], list[float]]:
    recipe = get_recipe("vae-wide").replace(epochs=epochs)
    trainer = Trainer(recipe, Dataset("bench", Split(images, None), dataset.val, None, ()))
    done = [event for event in trainer.steps() if isinstance(event, EpochDone)]
    return [event.train.loss for event in done], [event.seconds for event in done]


def main() -> None:
    images, dataset = training_images()
    threads = torch.get_num_threads()
    print(f"training vae-wide on {len(images):,} digits, {threads} threads, {ROUNDS} interleaved rounds of 2 epochs")
    ratios, shares = [], []
    for _ in range(ROUNDS):
        reference_losses, reference_seconds = tutorial_train(images, 2)
        losses, seconds = our_epochs(images, dataset, 2)
        peak = min(matmul_seconds(len(images)) for _ in range(3))
        ratios.append(min(reference_seconds) / min(seconds))
        shares.append(peak / min(seconds))
        print(
            f"  tutorial loop {min(reference_seconds):.2f} s (loss {reference_losses[-1]:.2f}), "
            f"trainer {min(seconds):.2f} s (loss {losses[-1]:.2f}): x{ratios[-1]:.1f}; bare matmul {peak:.2f} s"
        )
    print(f"trainer / tutorial speed: x{statistics.median(ratios):.1f} (target 4)")
    print(f"share of the machine's matmul peak: {statistics.median(shares):.0%} (aim 60 %)")
