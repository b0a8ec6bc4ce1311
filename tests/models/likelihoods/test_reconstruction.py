"""Reconstruction terms against torch.distributions and plain transcriptions of their formulas."""

import torch
from torch.distributions import Bernoulli

from vae_models.likelihoods.reconstruction import reconstruction_loss


def test_bce_is_the_bernoulli_log_likelihood_summed_over_an_image() -> None:
    logits, target = torch.randn(4, 1, 28, 28), torch.bernoulli(torch.full((4, 1, 28, 28), 0.3))
    expected = -Bernoulli(logits=logits).log_prob(target).sum((1, 2, 3))
    torch.testing.assert_close(reconstruction_loss("bce", logits, target), expected)


def test_bce_survives_logits_for_which_a_sigmoid_saturates() -> None:
    logits = torch.tensor([[200.0, -200.0]])
    assert reconstruction_loss("bce", logits, torch.tensor([[0.0, 1.0]])).tolist() == [400.0]


def test_squared_error_is_summed_not_averaged() -> None:
    logits, target = torch.zeros(2, 1, 28, 28), torch.ones(2, 1, 28, 28)
    assert reconstruction_loss("mse", logits, target).tolist() == [784 / 4, 784 / 4]
