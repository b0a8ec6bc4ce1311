"""The importance-weighted bound: the ELBO for one sample, tighter with more, exact where the posterior is."""

import itertools
import math

import pytest
import torch
from torch import Tensor

from tests.models.family import batch_for, cross_entropy, loss_of
from vae_models import Recipe, get_recipe
from vae_models.models.build import build_model
from vae_models.objectives.build import build_objective
from vae_models.objectives.importance import importance_weighted_bound, log_ratio_to_prior


def bound(recipe: Recipe, samples: int, *, repeats: int = 400) -> tuple[float, float]:
    """Mean over many draws of the noise for the same images, and its standard error, nats."""
    recipe = recipe.replace(samples=samples)
    model, objective = build_model(recipe), build_objective(recipe, 100, torch.device("cpu"))
    batch = batch_for(recipe, 4)
    noise = torch.Generator().manual_seed(1)
    with torch.no_grad():
        drawn = [batch._replace(eps=torch.randn(batch.eps.shape, generator=noise)) for _ in range(repeats)]
        values = torch.stack([-objective.parts(model, one, 1.0).loss for one in drawn])
    return values.mean().item(), (values.std() / math.sqrt(repeats)).item()


def test_with_one_sample_it_is_the_elbo() -> None:
    recipe = get_recipe("iwae").replace(samples=1)
    plain = recipe.replace(objective="elbo")
    mean, error = bound(recipe, 1)
    elbo, elbo_error = bound(plain, 1)
    assert mean == pytest.approx(elbo, abs=4 * (error + elbo_error))


def test_it_rises_with_the_number_of_samples() -> None:
    bounds = [bound(get_recipe("iwae"), samples) for samples in (1, 5, 50)]
    for (lower, lower_error), (higher, higher_error) in itertools.pairwise(bounds):
        assert higher - lower > 3 * math.hypot(lower_error, higher_error)


def test_with_the_true_posterior_every_sample_gives_the_likelihood() -> None:
    """z ~ N(0, 1), x | z ~ N(z, 1): then x ~ N(0, 2) and z | x ~ N(x / 2, 1 / 2)."""
    x, eps = torch.tensor([[0.7], [-2.0]]), torch.randn(7, 2, 1)
    z = x / 2 + math.sqrt(0.5) * eps
    likelihood = torch.distributions.Normal(z, 1.0).log_prob(x).squeeze(2)
    log_weights = likelihood - log_ratio_to_prior(z, eps, torch.full_like(z, math.log(0.5)))
    expected = torch.distributions.Normal(0.0, math.sqrt(2.0)).log_prob(x).squeeze(1)
    torch.testing.assert_close(importance_weighted_bound(log_weights), expected)


def test_the_loss_is_the_papers_formula() -> None:
    recipe = get_recipe("iwae")
    batch = batch_for(recipe, 3)
    model, parts = loss_of(recipe, batch)
    mu, logvar = model.encode(batch.inputs)
    posterior, prior = torch.distributions.Normal(mu, torch.exp(logvar / 2)), torch.distributions.Normal(0.0, 1.0)
    weights: list[Tensor] = []
    for eps in batch.eps.view(recipe.samples, 3, -1):
        z = mu + torch.exp(logvar / 2) * eps
        log_p = -cross_entropy(model.decode(z), batch.target) + prior.log_prob(z).sum(1)
        weights.append(log_p - posterior.log_prob(z).sum(1))
    expected = -torch.log(torch.exp(torch.stack(weights) + 500).mean(0)).mean() + 500
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-6, atol=1e-3)
