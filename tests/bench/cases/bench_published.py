"""The README's losses of vae-wide by epoch on all 60,000 training digits, in each precision, beside the published ones."""

import numpy as np
import torch

from tests.bench.cases.bench_training import our_epochs, training_images
from tests.models.training.test_published_figures import VAE_WIDE_BY_EPOCH
from vae_models.recipe.fields import Precision
from vae_models.training.steps.devices import pick_precision


def main() -> None:
    images, dataset = training_images()
    precisions: list[Precision] = ["float32"]
    if pick_precision("auto") == torch.bfloat16:
        precisions.append("bfloat16")
    published = np.array(VAE_WIDE_BY_EPOCH)
    print(f"vae-wide on {len(images):,} digits, nats by epoch")
    for name in precisions:
        losses = np.array(our_epochs(images, dataset, len(published), name)[0])
        apart = np.abs(losses / published - 1)[1:].max()
        print(f"{name}: {_listed(losses)}; from the second epoch on within {apart:.2%} of the published (target 1 %)")
    print(f"published: {_listed(published)}")


def _listed(losses: np.ndarray) -> str:
    return ", ".join(f"{loss:.2f}" for loss in losses)


if __name__ == "__main__":
    main()
