"""Gaussian posteriors against torch.distributions, autograd and plain transcriptions of their formulas."""

import pytest
import torch
from torch.distributions import Normal, kl_divergence

from vae_models.models.gaussian import kl_to_standard_normal, reparameterise, to_logvar


@pytest.fixture
def posterior() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    return torch.randn(50, 8, generator=generator), torch.randn(50, 8, generator=generator)


def test_kl_is_that_of_torch_distributions(posterior: tuple[torch.Tensor, torch.Tensor]) -> None:
    mu, logvar = posterior
    expected = kl_divergence(Normal(mu, torch.exp(0.5 * logvar)), Normal(0.0, 1.0))
    torch.testing.assert_close(kl_to_standard_normal(mu, logvar), expected)


def test_kl_of_the_prior_is_zero_and_of_anything_else_positive(posterior: tuple[torch.Tensor, torch.Tensor]) -> None:
    assert kl_to_standard_normal(torch.zeros(1, 3), torch.zeros(1, 3)).tolist() == [[0.0, 0.0, 0.0]]
    assert (kl_to_standard_normal(*posterior) > 0).all()


def test_gradients_flow_through_the_sample_into_mu_and_logvar() -> None:
    mu = torch.tensor([[0.3]], requires_grad=True)
    logvar = torch.tensor([[-1.2]], requires_grad=True)
    eps = torch.tensor([[0.7]])
    reparameterise(mu, logvar, eps).sum().backward()
    sigma = torch.exp(torch.tensor(-0.6)).item()
    assert mu.grad is not None and mu.grad.item() == 1.0
    assert logvar.grad is not None and logvar.grad.item() == pytest.approx(0.5 * sigma * 0.7)


def test_both_meanings_of_the_second_head_give_the_same_sigma() -> None:
    log_sigma = torch.randn(5, 3)
    as_log_sigma = to_logvar(log_sigma, "log_sigma")
    as_logvar = to_logvar(2 * log_sigma, "logvar")
    torch.testing.assert_close(as_log_sigma, as_logvar)
    torch.testing.assert_close(torch.exp(0.5 * as_log_sigma), torch.exp(log_sigma))


def test_samples_have_the_mean_and_deviation_of_the_posterior() -> None:
    eps = torch.randn(200_000, 1, generator=torch.Generator().manual_seed(0))
    z = reparameterise(torch.tensor([[2.0]]), torch.tensor([[2.0]]).log().mul(2), eps)
    assert z.mean().item() == pytest.approx(2.0, abs=0.02)
    assert z.std().item() == pytest.approx(2.0, abs=0.02)
