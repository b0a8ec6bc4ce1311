"""The importance-weighted bound where log p(x) is known: a linear-Gaussian model."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from vae_models.measures import importance
from vae_models.measures.importance import GaussianProposal, LogLikelihood, importance_weighted

LATENT, PIXELS, NOISE = 3, 6, 0.7


class LinearGaussian:
    """x = W z + b + noise, z ~ N(0, I): p(x) and the posterior are Gaussian (Bishop 2006, section 12.2)."""

    def __init__(self) -> None:
        generator = torch.Generator().manual_seed(0)
        self.w = torch.randn(PIXELS, LATENT, generator=generator)
        self.b = torch.randn(PIXELS, generator=generator)
        self.covariance = self.w @ self.w.T + NOISE**2 * torch.eye(PIXELS)
        self.images = self.b + torch.randn(40, PIXELS, generator=generator) @ torch.linalg.cholesky(self.covariance).T

    def log_likelihood(self, x: Tensor, z: Tensor) -> Tensor:
        error = (x - self.b - z @ self.w.T).square().sum(1)
        return -0.5 * (error / NOISE**2 + PIXELS * math.log(2 * math.pi * NOISE**2))

    @property
    def evidence(self) -> Tensor:
        """log p(x), exactly."""
        normal = torch.distributions.MultivariateNormal(self.b.double(), self.covariance.double())
        return normal.log_prob(self.images.double())

    def posterior(self, widen: float) -> tuple[Tensor, Tensor]:
        """The true posterior's means, and its axis-aligned variances times `widen`."""
        precision = torch.eye(LATENT) + self.w.T @ self.w / NOISE**2
        mu = (self.images - self.b) @ self.w @ torch.linalg.inv(precision) / NOISE**2
        return mu, (widen / precision.diagonal()).log().expand_as(mu)


@pytest.fixture
def model() -> LinearGaussian:
    return LinearGaussian()


def estimate(model: LinearGaussian, samples: int, widen: float = 1.5, seed: int = 0) -> importance.Bound:
    generator = torch.Generator().manual_seed(seed)
    return weighted(model, samples, generator, widen=widen)


def weighted(
    model: LinearGaussian, samples: int, generator: torch.Generator, *, widen: float = 1.5,
    log_likelihood: LogLikelihood | None = None, tick: Callable[[float], None] | None = None,
) -> importance.Bound:  # fmt: skip
    """Images are given by number, as to any model whose posteriors are known beforehand."""
    score = log_likelihood or model.log_likelihood
    return importance_weighted(
        torch.arange(len(model.images)), LATENT, GaussianProposal(*model.posterior(widen)),
        lambda rows, z: score(model.images[rows], z), samples, generator, tick,
    )  # fmt: skip


def test_it_meets_the_exact_log_likelihood_within_its_standard_error(model: LinearGaussian) -> None:
    bound = estimate(model, 5000)
    error = bound.spread.square().sum().sqrt().item() / len(model.images)
    assert error < 0.02
    assert bound.log_likelihood.mean().item() == pytest.approx(model.evidence.mean().item(), abs=3 * error)
    z_scores = (bound.log_likelihood - model.evidence) / bound.spread
    assert z_scores.abs().max() < 4.5 and z_scores.std().item() == pytest.approx(1.0, abs=0.4)


def test_it_rises_with_the_number_of_samples_from_the_elbo(model: LinearGaussian) -> None:
    mu, logvar = model.posterior(1.5)
    # E_q log p(x | z) of a linear-Gaussian model: the error at mu, and what the posterior's variance adds to it.
    expected = model.log_likelihood(model.images, mu) - 0.5 * (model.w.square() @ logvar.exp().T).sum(0) / NOISE**2
    elbo = (expected - 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)).mean().item()
    assert estimate(model, 2000).elbo.mean().item() == pytest.approx(elbo, abs=0.02)
    means = [
        np.mean([estimate(model, k, seed=seed).log_likelihood.mean() for seed in range(20)]) for k in (1, 5, 50, 500)
    ]
    assert means[0] == pytest.approx(elbo, abs=0.1)
    assert elbo < means[1] < means[2] < means[3] <= model.evidence.mean().item() + 0.01
    assert means[1] > elbo + 0.2


def test_with_the_exact_posterior_every_weight_is_the_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    model = LinearGaussian()
    model.w = torch.zeros(PIXELS, LATENT)
    model.w[:LATENT] = torch.diag(torch.tensor([0.5, 1.0, 2.0]))  # so that the posterior is axis-aligned
    model.covariance = model.w @ model.w.T + NOISE**2 * torch.eye(PIXELS)
    bound = estimate(model, 3, widen=1.0)
    torch.testing.assert_close(bound.log_likelihood, model.evidence, atol=1e-4, rtol=0)
    assert bound.effective.min() > 2.999 and bound.spread.max() < 1e-3


def test_it_is_the_formula(model: LinearGaussian) -> None:
    """log (1/K) sum_k p(x, z_k) / r(z_k), r the mixture that the codes are of, written with distributions for one image."""
    mu, logvar = model.posterior(2.0)
    model.images = model.images[:1]
    bound = weighted(model, 8, torch.Generator().manual_seed(3), widen=2.0)
    eps = torch.randn(8, LATENT, generator=torch.Generator().manual_seed(3))
    mu, sigma = mu[0], (0.5 * logvar[0]).exp()
    z = torch.cat([mu + sigma * eps[:4], mu + 3 * sigma * eps[4:6], eps[6:]])
    normal = torch.distributions.Normal
    own, wide, prior = (normal(*of).log_prob(z).sum(1) for of in ((mu, sigma), (mu, 3 * sigma), (0.0, 1.0)))
    joint = normal(model.b + z @ model.w.T, NOISE).log_prob(model.images[0]).sum(1) + prior
    mixture = (own.double().exp() / 2 + wide.double().exp() / 4 + prior.double().exp() / 4).log()
    assert bound.log_likelihood.item() == pytest.approx((joint - mixture).exp().mean().log().item(), abs=1e-4)
    assert bound.elbo.item() == pytest.approx((joint - own)[:4].mean().item(), abs=1e-4)


def test_a_posterior_that_misses_a_mode_does_not_hide_it() -> None:
    """x = z^2 + noise has two modes; the posterior knows one, of which log p(x) is log 2 short."""
    noise, x = 0.1, torch.tensor([[1.0]])

    def log_likelihood(rows: Tensor, z: Tensor) -> Tensor:
        return torch.distributions.Normal(z[:, 0].square(), noise).log_prob(x[rows, 0])

    proposal = GaussianProposal(torch.tensor([[1.0]]), torch.tensor([[noise / 2]]).log() * 2)
    bound = importance_weighted(torch.tensor([0]), 1, proposal, log_likelihood, 4000, torch.Generator().manual_seed(0))
    z = torch.linspace(-6, 6, 20_001, dtype=torch.float64)
    prior = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    evidence = (log_likelihood(torch.zeros(len(z), dtype=torch.int64), z[:, None]) + prior).logsumexp(0) + math.log(
        12 / 20_000
    )
    assert bound.log_likelihood.item() == pytest.approx(evidence.item(), abs=0.1)
    assert bound.elbo.item() < evidence.item() - math.log(2) + 0.1


def test_a_single_weight_has_no_spread(model: LinearGaussian) -> None:
    assert estimate(model, 1).spread.isnan().all() and not estimate(model, 2).spread.isnan().any()


def test_parts_at_a_time_are_the_whole(model: LinearGaussian, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def watched(x: Tensor, z: Tensor) -> Tensor:
        seen.append(len(z))
        return model.log_likelihood(x, z)

    monkeypatch.setattr(importance, "ROWS", 64)
    shares: list[float] = []
    bound = weighted(model, 1000, torch.Generator().manual_seed(0), log_likelihood=watched, tick=shares.append)
    assert max(seen) <= 64 and sum(seen) == 1000 * len(model.images)
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert bound.log_likelihood.mean().item() == pytest.approx(model.evidence.mean().item(), abs=0.05)


def test_weights_far_below_the_smallest_float_do_no_harm(model: LinearGaussian) -> None:
    shift: Callable[[Tensor, Tensor], Tensor] = lambda x, z: model.log_likelihood(x, z) - 5000.0  # noqa: E731
    bound = weighted(model, 50, torch.Generator().manual_seed(0), log_likelihood=shift).log_likelihood
    torch.testing.assert_close(bound, estimate(model, 50).log_likelihood - 5000.0, atol=2e-3, rtol=0)


def test_a_posterior_of_layers_is_weighted_by_what_it_was_drawn_from(model: LinearGaussian) -> None:
    """The second half of z is drawn given the first; log q is the sum of both, and the evidence the same."""
    mu, logvar = model.posterior(1.5)

    class Layers:
        def at(self, rows: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
            spread = logvar[rows, 1:] + 0.3 * torch.tanh(z[:, :1])
            return mu[rows], torch.cat([logvar[rows, :1], spread], 1)

        def draw(self, rows: Tensor, eps: Tensor) -> Tensor:
            top = mu[rows, :1] + (0.5 * logvar[rows, :1]).exp() * eps[:, :1]
            below, spread = (moment[:, 1:] for moment in self.at(rows, top))
            return torch.cat([top, below + (0.5 * spread).exp() * eps[:, 1:]], 1)

    rows = torch.arange(len(model.images))
    bound = importance_weighted(
        rows, LATENT, Layers(), lambda rows, z: model.log_likelihood(model.images[rows], z), 5000,
        torch.Generator().manual_seed(0),
    )  # fmt: skip
    error = bound.spread.square().sum().sqrt().item() / len(rows)
    assert bound.log_likelihood.mean().item() == pytest.approx(model.evidence.mean().item(), abs=3 * error)
