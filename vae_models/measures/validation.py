"""Validation images as a model sees them, the same way at every time, and the KL that it gives them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from vae_models.data.load import Split
from vae_models.errors import ModelError
from vae_models.objectives.base import Batch
from vae_models.objectives.draws import Draws
from vae_models.recipe.recipe import Recipe
from vae_models.recipe.seeds import VALIDATION_SEED, validation_batch

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

MOST_IMAGES = 10_000


def validation_batches(
    recipe: Recipe, split: Split, device: torch.device, epochs_done: float, alone: bool
) -> Iterator[Batch]:
    """The whole split, each batch until the next; `alone` says that an image's loss does not depend on how many stand together."""
    size = validation_batch(recipe.batch_size) if alone else recipe.batch_size
    draws = Draws(recipe, device, Generator(device).manual_seed(VALIDATION_SEED), size)
    all_labels = split.labels if recipe.conditional else None
    for start in range(0, len(split.images), size):
        labels = None if all_labels is None else all_labels[start : start + size].to(device)
        yield draws.batch(split.images[start : start + size].to(device), labels, epochs_done)


@torch.no_grad()
def validation_kl(predictor: "Predictor", split: Split) -> NDArray[np.float64]:
    """The KL of q(z|x) to the prior by dimension `(latent_dim,)`, mean over a validation split, nats; as training measures it.

    Of up to 10,000 images; without their classes where the model does not know all of these. Empty for a model without
    sigma. Raises ModelError for images of another size.
    """
    if not predictor.is_variational:
        return np.zeros(0)
    if tuple(split.images.shape[2:]) != predictor.image_shape:
        raise ModelError(f"{predictor.name} sees images of another size than these; choose data of the model's size.")
    model, count = predictor.module(), min(len(split.images), MOST_IMAGES)
    labels = None if split.labels is None else split.labels[:count]
    some = Split(split.images[:count], None if predictor.heeds(labels) is None else labels)
    total: Tensor | float = 0.0
    for batch in validation_batches(predictor.recipe, some, torch.device("cpu"), 0.0, True):
        codes = model.posterior(batch.inputs, batch.eps[: len(batch.inputs)], batch.labels)
        total = total + codes.kl.sum(0, dtype=torch.float64)
    return np.asarray(torch.as_tensor(total) / count)
