"""The captured step on CUDA: against the same step kernel by kernel, and against the tutorials' loop on the same device."""

import statistics

import torch

from tests.bench.cases.bench_training import training_images
from tests.bench.stage.figures import Figure, Figures
from tests.bench.stage.tutorial_loop import train as tutorial_train
from vae_models import get_recipe
from vae_models.data.load import Split
from vae_models.training.engines.choose import Choice
from vae_models.training.optimisation import Optimisation

ROUNDS = 3
EPOCHS = 5


def epoch_ms(optimisation: Optimisation) -> float:
    """Milliseconds of one epoch by the device's own clock, shuffling included, the median of some."""
    times = []
    for epoch in range(EPOCHS):
        started, ended = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        started.record()
        optimisation.batches.shuffle(epoch)
        for index in range(optimisation.batches.per_epoch):
            optimisation.step(index, 1.0, float(epoch))
        ended.record()
        torch.cuda.synchronize()
        times.append(started.elapsed_time(ended))
    return statistics.median(times)


def main() -> Figures:
    if not torch.cuda.is_available():
        print("this machine has no CUDA device: nothing is measured")
        return
    images, _ = training_images()
    recipe, device, split = get_recipe("vae-wide"), torch.device("cuda"), Split(images)
    print(
        f"vae-wide on {len(images):,} digits, batch {recipe.batch_size}, {torch.cuda.get_device_name()}, {ROUNDS} rounds"
    )
    ratios, epochs = [], []
    for _ in range(ROUNDS):
        captured = epoch_ms(Optimisation(recipe, split, device)) / 1000
        eager = epoch_ms(Optimisation(recipe, split, device, Choice("autograd"))) / 1000
        _, tutorial = tutorial_train(images, 1, device="cuda")
        ratios.append(tutorial[0] / captured)
        epochs.append(captured)
        print(
            f"  an epoch: captured {captured:.3f} s, eager {eager:.3f} s, tutorial loop {tutorial[0]:.2f} s: x{ratios[-1]:.0f}"
        )
    yield Figure("captured / tutorial speed", statistics.median(ratios), "times", 50, at_most=False)
    yield Figure("captured epoch", statistics.median(epochs), "s", 0.15)
