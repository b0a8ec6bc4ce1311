"""The hand-written gradients against autograd, and each recipe's loss against a plain transcription of its formula."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from vae_models import RECIPES, Recipe, get_recipe
from vae_models.models.build import build_model
from vae_models.networks.flat_parameters import FlatParameters
from vae_models.objectives.base import Batch, Objective
from vae_models.training.engines import by_hand
from vae_models.training.engines.autograd import Autograd
from vae_models.training.engines.by_hand import ByHand

MLPS = [recipe for recipe in RECIPES.values() if by_hand.knows(recipe)]
PLAIN = [*MLPS, get_recipe("conv-vae")]


def batch(recipe: Recipe, size: int = 20) -> Batch:
    generator = torch.Generator().manual_seed(3)
    images = torch.rand(2, size, 1, 28, 28, generator=generator)
    return Batch(images[0], images[1], torch.randn(size, recipe.latent_dim, generator=generator))


def autograd(model: nn.Module, recipe: Recipe, flat: FlatParameters) -> Autograd:
    return Autograd(model, recipe, flat.gradients, Objective(recipe, 9000))


@pytest.mark.parametrize("recipe", MLPS, ids=lambda recipe: recipe.name)
@pytest.mark.parametrize("weight", [0.0, 1.0, 4.0])
def test_by_hand_equals_autograd(recipe: Recipe, weight: float) -> None:
    model = build_model(recipe)
    flat = FlatParameters(model)
    expected_parts = autograd(model, recipe, flat)(batch(recipe), weight)
    expected = flat.gradients.clone()
    flat.gradients.fill_(float("nan"))

    engine = ByHand(model, recipe, flat)
    parts = engine(batch(recipe), weight)

    torch.testing.assert_close(parts.reconstruction, expected_parts.reconstruction)
    torch.testing.assert_close(parts.kl_per_dim, expected_parts.kl_per_dim, rtol=1e-4, atol=1e-6)
    assert parts.kl_weight == expected_parts.kl_weight == weight and parts.penalty is None
    torch.testing.assert_close(flat.gradients, expected, rtol=1e-4, atol=1e-6 * expected.abs().max().item())


def test_a_smaller_last_batch_has_its_own_mean() -> None:
    recipe = get_recipe("vae")
    model = build_model(recipe)
    flat = FlatParameters(model)
    engine = ByHand(model, recipe, flat)
    engine(batch(recipe, 20), 1.0)
    engine(batch(recipe, 7), 1.0)
    small = flat.gradients.clone()
    autograd(model, recipe, flat)(batch(recipe, 7), 1.0)
    torch.testing.assert_close(small, flat.gradients, rtol=1e-4, atol=1e-5)


def transcribed_loss(recipe: Recipe, batch: Batch) -> torch.Tensor:
    """What the optimiser minimises, written as the tutorials write it."""
    inputs, target, eps = batch.inputs, batch.target, batch.eps
    model = build_model(recipe)
    if recipe.family == "autoencoder":
        output = torch.sigmoid(model.decoder(model.encoder(inputs)))
        return functional.mse_loss(output, target)
    head = model.encoder(inputs)
    mu, second = head[:, : recipe.latent_dim], head[:, recipe.latent_dim :]
    sigma = torch.exp(second) if recipe.sigma == "log_sigma" else torch.exp(second / 2)
    output = torch.sigmoid(model.decoder(mu + sigma * eps))
    if recipe.reconstruction == "bce":
        reconstruction = functional.binary_cross_entropy(output, target, reduction="sum")
    else:
        reconstruction = functional.mse_loss(output, target, reduction="sum")
    kl = -0.5 * torch.sum(1 + torch.log(sigma**2) - mu**2 - sigma**2)
    loss = (reconstruction + recipe.beta * kl) / len(inputs)
    return loss / 784 if recipe.name.startswith("linear-vae") else loss


@pytest.mark.parametrize("recipe", PLAIN, ids=lambda recipe: recipe.name)
def test_the_minimised_loss_is_the_recipes_formula(recipe: Recipe) -> None:
    model = build_model(recipe)
    flat = FlatParameters(model)
    losses = autograd(model, recipe, flat)(batch(recipe), recipe.beta)
    scale = 784 if recipe.reduction == "pixel" else 1
    minimised = (losses.reconstruction + recipe.beta * losses.kl_per_dim.sum()) / scale
    torch.testing.assert_close(minimised, transcribed_loss(recipe, batch(recipe)), rtol=1e-4, atol=1e-5)


def test_a_model_made_flat_gives_the_same_images() -> None:
    recipe = get_recipe("conv-vae")
    model = build_model(recipe)
    z = torch.randn(3, 20)
    before = model.decode(z)
    FlatParameters(model)
    torch.testing.assert_close(model.decode(z), before)
