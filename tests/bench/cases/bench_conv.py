"""The trainer against a plain PyTorch loop for convolutions, side by side in one process, one thread each."""

import statistics
import time

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from tests.bench.cases.bench_training import training_images
from tests.bench.stage.figures import Figure, Figures
from tests.bench.stage.tutorial_loop import TutorialDigits
from vae_models import get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer

ROUNDS = 15
IMAGES = 2_560  # of an epoch: short rounds, so that both have the machine in the same state


class PlainConvVAE(nn.Module):
    """The layers of `conv-vae` as a script writes them."""

    def __init__(self) -> None:
        super().__init__()
        widths = get_recipe("conv-vae").hidden
        first, second = widths
        self.encoder = nn.Sequential(
            nn.Conv2d(1, first, 3, 2, 1), nn.ReLU(), nn.Conv2d(first, second, 3, 2, 1), nn.ReLU(), nn.Flatten(),
            nn.Linear(second * 49, 40),
        )  # fmt: skip
        self.decoder = nn.Sequential(
            nn.Linear(20, second * 49), nn.Unflatten(1, (second, 7, 7)), nn.ConvTranspose2d(second, first, 3, 2, 1, 1),
            nn.ReLU(), nn.ConvTranspose2d(first, 1, 3, 2, 1, 1),
        )  # fmt: skip

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        mu, logvar = self.encoder(x).chunk(2, dim=1)
        return self.decoder(mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)), mu, logvar


def plain_epoch(images: Tensor) -> tuple[float, float]:
    """Images a second and loss, nats per image, of an epoch in float32 and in torch's usual layout."""
    torch.manual_seed(0)
    model = PlainConvVAE()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    total, started = 0.0, time.perf_counter()
    for x, _label in DataLoader(TutorialDigits(images), batch_size=128, shuffle=True):
        optimizer.zero_grad()
        logits, mu, logvar = model(x)
        reconstruction = functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        loss = (reconstruction - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())) / len(x)
        loss.backward()
        total += loss.item() * len(x)
        optimizer.step()
    return len(images) / (time.perf_counter() - started), total / len(images)


def our_epoch(images: Tensor, dataset: Dataset) -> tuple[float, float, str]:
    """Images a second, loss and precision."""
    recipe = get_recipe("conv-vae").replace(epochs=1)
    trainer = Trainer(recipe, Dataset("bench", Split(images), dataset.val), threads=1)
    (done,) = [event for event in trainer.steps() if isinstance(event, EpochDone)]
    return done.images_per_s, done.train.loss, trainer.precision


def main() -> Figures:
    images, dataset = training_images()
    images, threads = images[:IMAGES], torch.get_num_threads()
    torch.set_num_threads(1)
    print(f"conv-vae on {IMAGES:,} digits, one thread, {ROUNDS} interleaved rounds of an epoch")
    ratios = []
    for _ in range(ROUNDS):
        plain, plain_loss = plain_epoch(images)
        ours, loss, precision = our_epoch(images, dataset)
        ratios.append(ours / plain)
        print(
            f"  plain loop {plain:,.0f} images/s (loss {plain_loss:.2f}), trainer in {precision} {ours:,.0f} "
            f"(loss {loss:.2f}): x{ratios[-1]:.2f}"
        )
    torch.set_num_threads(threads)
    yield Figure("conv-vae: trainer / plain loop", statistics.median(ratios), "times", 2.1, at_most=False)
