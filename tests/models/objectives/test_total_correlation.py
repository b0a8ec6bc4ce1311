"""beta-TCVAE's estimate of the total correlation, and the loss that weighs it."""

import math

import pytest
import torch

from tests.models.family import IMAGES, batch_for, cross_entropy, gaussian_kl, loss_of
from vae_models import get_recipe
from vae_models.objectives.total_correlation import stratified_weights, total_correlation


def posteriors(correlation: float, images: int, spread: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """z, mu, logvar of a whole data set whose aggregate posterior is N(0, [[1, r], [r, 1]])."""
    generator = torch.Generator().manual_seed(0)
    covariance = torch.tensor([[1.0, correlation], [correlation, 1.0]]) - spread**2 * torch.eye(2)
    mu = torch.randn(images, 2, generator=generator) @ torch.linalg.cholesky(covariance).t()
    z = mu + spread * torch.randn(images, 2, generator=generator)
    return z, mu, torch.full_like(mu, 2 * math.log(spread))


def estimate(correlation: float, *, batch: int = 200, images: int = 4000, spread: float = 0.4) -> tuple[float, float]:
    """Mean over batches and its standard error, nats."""
    tensors = posteriors(correlation, images, spread)
    parts = zip(*(tensor.split(batch) for tensor in tensors), strict=True)
    values = torch.stack([total_correlation(*part, images) for part in parts])
    return values.mean().item(), (values.std() / math.sqrt(len(values))).item()


def test_independent_dimensions_have_none() -> None:
    mean, error = estimate(0.0)
    assert abs(mean) < 3 * error + 0.03


@pytest.mark.parametrize("correlation", [0.5, 0.8])
def test_a_correlated_gaussian_has_what_it_has_on_paper(correlation: float) -> None:
    mean, error = estimate(correlation)
    assert mean == pytest.approx(-0.5 * math.log(1 - correlation**2), abs=3 * error + 0.05)


def test_one_dimension_alone_has_none() -> None:
    z, mu, logvar = (tensor[:100, :1] for tensor in posteriors(0.5, 1000, 0.4))
    assert total_correlation(z, mu, logvar, 1000).item() == pytest.approx(0.0, abs=1e-5)


def test_a_batch_of_one_says_nothing() -> None:
    assert total_correlation(*(tensor[:1] for tensor in posteriors(0.5, 100, 0.4)), 100) == 0.0


def test_the_weights_are_the_papers_and_sum_to_one() -> None:
    weights = stratified_weights(5, 100, torch.zeros(1)).exp()
    torch.testing.assert_close(weights.sum(1), torch.ones(5))
    m = 4
    for row in range(5):
        expected = sorted([1 / 100, (100 - m) / (100 * m)] + [1 / m] * (m - 1))
        assert weights[row].sort().values.tolist() == pytest.approx(expected)
        assert weights[row, row].item() == pytest.approx(1 / 100)


def test_the_loss_is_the_papers_formula() -> None:
    """Reconstruction + mutual information + beta TC + dimension-wise KL, summed over loops."""
    recipe = get_recipe("beta-tcvae")
    batch = batch_for(recipe, 6)
    model, parts = loss_of(recipe, batch)
    mu, logvar = model.encode(batch.inputs)
    z = mu + torch.exp(logvar / 2) * batch.eps
    size, others = 6, 5
    joint, product = [], []
    for i in range(size):
        weight = [1 / others] * size
        weight[(i + 1) % size], weight[i] = (IMAGES - others) / (IMAGES * others), 1 / IMAGES
        density = [
            torch.distributions.Normal(mu[k], torch.exp(logvar[k] / 2)).log_prob(z[i]).exp() for k in range(size)
        ]
        joint.append(torch.log(sum(w * d.double().prod() for w, d in zip(weight, density, strict=True))))
        product.append(torch.log(sum(w * d.double() for w, d in zip(weight, density, strict=True))).sum())
    tc = (torch.stack(joint) - torch.stack(product)).mean()
    posterior = torch.distributions.Normal(mu, torch.exp(logvar / 2)).log_prob(z).sum(1).double()
    information = (posterior - torch.stack(joint)).mean()
    dimensions = gaussian_kl(mu, logvar).mean() - information - tc
    reconstruction = cross_entropy(model.decode(z), batch.target).mean()
    expected = reconstruction + information + recipe.beta * tc + dimensions
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-5, atol=1e-4)
