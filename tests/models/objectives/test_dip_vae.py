"""DIP-VAE-II: the covariance of the aggregate posterior, and what is minimised."""

import torch

from tests.models.family import batch_for, cross_entropy, gaussian_kl, loss_of
from vae_models import get_recipe
from vae_models.objectives.covariance import aggregate_covariance


def test_the_covariance_is_that_of_samples() -> None:
    generator = torch.Generator().manual_seed(0)
    mu, logvar = torch.randn(50, 3, generator=generator) * torch.tensor([1.0, 2.0, 0.1]), torch.full((50, 3), -1.0)
    z = mu.repeat(4000, 1) + torch.exp(logvar.repeat(4000, 1) / 2) * torch.randn(200_000, 3, generator=generator)
    torch.testing.assert_close(aggregate_covariance(mu, logvar), torch.cov(z.t()), rtol=0.02, atol=0.02)


def test_the_loss_is_the_papers_formula() -> None:
    recipe = get_recipe("dip-vae")
    batch = batch_for(recipe)
    model, parts = loss_of(recipe, batch)
    mu, logvar = model.encode(batch.inputs)
    z = mu + torch.exp(logvar / 2) * batch.eps
    covariance = torch.cov(mu.t(), correction=0) + torch.diag(logvar.exp().mean(0))
    diagonal = covariance.diagonal()
    off_diagonal = covariance - torch.diag(diagonal)
    expected = cross_entropy(model.decode(z), batch.target).mean() + gaussian_kl(mu, logvar).mean()
    expected += recipe.beta * off_diagonal.square().sum() + recipe.beta * (diagonal - 1).square().sum()
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-5, atol=1e-4)
