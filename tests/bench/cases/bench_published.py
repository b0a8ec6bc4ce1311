"""The README's losses of vae-wide by epoch on all 60,000 training digits, in each precision, beside the published ones."""

import numpy as np
import torch

from tests.bench.cases.bench_training import our_epochs, training_images
from tests.bench.stage.figures import Figure, Figures
from tests.models.training.test_published_figures import VAE_WIDE_BY_EPOCH
from vae_models.recipe.fields import Precision
from vae_models.training.precision import pick_precision


def main() -> Figures:
    images, dataset = training_images()
    precisions: list[Precision] = ["float32"]
    if pick_precision("auto") == torch.bfloat16:
        precisions.append("bfloat16")
    published = np.array(VAE_WIDE_BY_EPOCH)
    print(f"vae-wide on {len(images):,} digits, nats by epoch")
    for name in precisions:
        losses = np.array(our_epochs(images, dataset, len(published), name)[0])
        apart = np.abs(losses / published - 1)[1:].max()
        yield Figure(f"from the published losses, second epoch on, {name}", 100 * apart, "%", 1, note=_listed(losses))
    print(f"published: {_listed(published)}")


def _listed(losses: np.ndarray) -> str:
    return ", ".join(f"{loss:.2f}" for loss in losses)
