"""What the tests of the recipes beyond the plain VAE share: a batch, and the loss that a recipe minimises on it."""

import functools
from typing import Any

import torch
from torch import Tensor

from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.models.base import Model
from vae_models.models.build import build_model
from vae_models.objectives.base import Batch, LossParts, Objective
from vae_models.objectives.build import build_objective
from vae_models.training.trainer import Trainer

IMAGES = 9000
MARGIN = 3.0

# The reconstruction of validation digits after a second or two, nats per image. The mean of all digits, which is the best
# that a model can do without looking at its input, has more than MARGIN beyond every one, as `test_family.py` shows.
BOUNDS = {
    "cvae": 150.0, "beta-vae-capacity": 180.0, "beta-tcvae": 185.0, "factor-vae": 185.0, "dip-vae": 190.0, "aae": 190.0,
    "wae-mmd": 155.0, "info-vae": 190.0, "vrae": 200.0, "hvae": 190.0, "vq-vae": 130.0, "iwae": 130.0,
}  # fmt: skip


@functools.cache
def trained(name: str, dataset: Dataset) -> Trainer:
    """The recipe of that name after a second or two on the embedded digits; a recurrent or convolutional one is narrower."""
    recipe = get_recipe(name)
    changes: dict[str, dict[str, Any]] = {
        "mlp": {"epochs": 3, "batch_size": 32},
        "conv": {"epochs": 1, "batch_size": 32, "hidden": (16, 32)},
        "gru": {"epochs": 1, "batch_size": 16, "hidden": (48,)},
    }
    longer = {"epochs": 6} if name == "aae" else {}  # its codes follow once the discriminator tells them apart
    trainer = Trainer(recipe.replace(**changes[recipe.network] | longer), dataset)
    list(trainer.steps())
    return trainer


def batch_for(recipe: Recipe, size: int = 16, *, epochs_done: float = 1.0) -> Batch:
    """Random images, labels and noise."""
    generator = torch.Generator().manual_seed(3)
    inputs, target = torch.rand(2, size, 1, *recipe.image_shape, generator=generator)
    eps = torch.randn(size * recipe.samples, recipe.latent_dim, generator=generator)
    labels = torch.randint(recipe.classes, (size,), generator=generator) if recipe.conditional else None
    return Batch(inputs, target, eps, labels, generator, epochs_done)


def objective_of(recipe: Recipe) -> Objective:
    return build_objective(recipe, IMAGES, torch.device("cpu"))


def loss_of(recipe: Recipe, batch: Batch) -> tuple[Model, LossParts]:
    """A fresh model, and what the recipe makes of the batch with it."""
    model = build_model(recipe)
    return model, objective_of(recipe).parts(model, batch, recipe.beta)


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Per image `(batch,)`, nats, written out."""
    p = torch.sigmoid(logits.double())
    return -(target * p.log() + (1 - target) * (1 - p).log()).sum((1, 2, 3))


def gaussian_kl(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL to N(0, I) per image `(batch,)`, nats, as the integral that torch knows."""
    posterior = torch.distributions.Normal(mu.double(), torch.exp(0.5 * logvar.double()))
    prior = torch.distributions.Normal(torch.zeros_like(mu).double(), 1.0)
    return torch.distributions.kl_divergence(posterior, prior).sum(1)
