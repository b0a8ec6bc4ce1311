"""The ladder VAE: its coordinates, its KL, and how its layers are laid out in one z."""

import pytest
import torch
from torch.distributions import Normal, kl_divergence

from tests.models.family import batch_for, cross_entropy, loss_of
from vae_models import Recipe, get_recipe
from vae_models.errors import RecipeError
from vae_models.models.build import build_model
from vae_models.models.hvae import HVAE, combine


@pytest.fixture
def recipe() -> Recipe:
    return get_recipe("hvae").replace(network="mlp", hidden=(32,), latent_dim=9)


def test_layers_are_divided_from_the_top_down() -> None:
    assert get_recipe("hvae").replace(latent_dim=30, latent_layers=2).latent_sizes == (10, 20)
    assert get_recipe("hvae").replace(latent_dim=21, latent_layers=3).latent_sizes == (3, 6, 12)
    assert get_recipe("vae").latent_sizes == (32,)
    for changes in ({"latent_layers": 1}, {"latent_dim": 2}, {"latent_layers": 5, "latent_dim": 30}):
        with pytest.raises(RecipeError, match="at least two latent layers"):
            get_recipe("hvae").replace(**changes)


def test_precisions_add_up() -> None:
    """The posterior of evidence N(m, s²) under a prior N(p, t²), brought to the coordinates of the prior."""
    m, s, p, t = torch.tensor([1.0, -2.0]), torch.tensor([0.3, 2.0]), torch.tensor([0.5, 1.0]), torch.tensor([2.0, 0.4])
    mu, logvar = combine(m, 2 * s.log(), p, 2 * t.log())
    variance = 1 / (1 / s**2 + 1 / t**2)
    mean = variance * (m / s**2 + p / t**2)
    torch.testing.assert_close(mu, (mean - p) / t)
    torch.testing.assert_close(logvar.exp(), variance / t**2)


def test_the_loss_is_the_papers_formula(recipe: Recipe) -> None:
    """Both layers in their own coordinates, with the KL between general normal distributions."""
    batch = batch_for(recipe)
    model, parts = loss_of(recipe, batch)
    assert isinstance(model, HVAE)
    lower_features = model.encoder(batch.inputs)
    upper_features = model.upward[0](lower_features)
    upper_mean, upper_logvar = model.evidence[0](upper_features).chunk(2, 1)
    lower_mean, lower_logvar = model.evidence[1](lower_features).chunk(2, 1)
    upper = Normal(upper_mean, torch.exp(upper_logvar / 2))
    z2 = upper.mean + upper.stddev * batch.eps[:, :3]
    prior_mean, prior_logvar = model.expectation[0](z2).chunk(2, 1)
    prior = Normal(prior_mean, torch.exp(prior_logvar / 2))
    variance = 1 / (torch.exp(-lower_logvar) + torch.exp(-prior_logvar))
    mean = variance * (lower_mean * torch.exp(-lower_logvar) + prior_mean * torch.exp(-prior_logvar))
    lower = Normal(mean, variance.sqrt())
    z1 = lower.mean + lower.stddev * batch.eps[:, 3:]
    kl = kl_divergence(upper, Normal(0.0, 1.0)).sum(1) + kl_divergence(lower, prior).sum(1)
    expected = (cross_entropy(model.decoder(z1), batch.target) + kl).mean()
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-5, atol=1e-4)


def test_z_is_the_top_layer_first_in_coordinates_of_its_prior(recipe: Recipe) -> None:
    model = build_model(recipe)
    assert isinstance(model, HVAE)
    z = torch.randn(4, 9)
    mean, logvar = model.expectation[0](z[:, :3]).chunk(2, 1)
    torch.testing.assert_close(model.decode(z), model.decoder(mean + torch.exp(logvar / 2) * z[:, 3:]))


def test_both_layers_learn_through_the_ladder(recipe: Recipe) -> None:
    model, parts = loss_of(recipe, batch_for(recipe))
    parts.loss.backward()
    assert all(parameter.grad is not None and parameter.grad.abs().sum() > 0 for parameter in model.parameters())


def test_three_layers_work_alike(recipe: Recipe) -> None:
    deep = recipe.replace(latent_layers=3, latent_dim=14)
    model, parts = loss_of(deep, batch_for(deep))
    assert parts.kl.shape == (16, 14) and torch.isfinite(parts.loss)
    mu, logvar = model.encode(batch_for(deep).inputs)
    assert mu.shape == logvar.shape == (16, 14) and model.decode(mu).shape == (16, 1, 28, 28)


def test_the_posterior_at_a_z_is_what_that_z_was_drawn_with(recipe: Recipe) -> None:
    batch = batch_for(recipe)
    model = build_model(recipe)
    assert isinstance(model, HVAE)
    _, logvar, z = model.posterior(batch.inputs, batch.eps)
    mu, again = model.posterior_at(batch.inputs, z)
    torch.testing.assert_close(again, logvar)
    torch.testing.assert_close(mu + torch.exp(0.5 * logvar) * batch.eps, z)
