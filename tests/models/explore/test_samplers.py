"""Where codes come from: each sampler has the distribution it promises."""

import numpy as np
import pytest
import torch
from torch import nn

from vae_models import get_recipe
from vae_models.errors import ModelError
from vae_models.explore.predictor import Predictor
from vae_models.explore.samplers import (
    SAMPLERS,
    AggregateSampler,
    MixtureSampler,
    PriorSampler,
    fit_samplers,
)
from vae_models.models.build import build_model

BLOBS = np.array([[-4.0, 0.0, 1.0], [4.0, 2.0, 1.0]])


@pytest.fixture
def mu() -> np.ndarray:
    """Codes around two far places, three times as many around the second."""
    rng = np.random.default_rng(0)
    return BLOBS[np.arange(2000) % 4 // 3 ^ 1] + 0.3 * rng.standard_normal((2000, 3))


def test_all_three_are_fitted_and_repeat_themselves(mu: np.ndarray) -> None:
    samplers = fit_samplers(mu, np.full_like(mu, 0.1))
    assert samplers.keys() == SAMPLERS.keys() == {"prior", "mixture", "aggregate"}
    for sampler in samplers.values():
        z = sampler.sample(50, seed=3)
        assert z.shape == (50, 3) and z.dtype == np.float32
        assert np.array_equal(z, sampler.sample(50, seed=3)) and not np.array_equal(z, sampler.sample(50, seed=4))


def test_the_prior_is_standard_normal() -> None:
    z = PriorSampler(4).sample(20_000, seed=0)
    np.testing.assert_allclose(z.mean(0), 0, atol=0.03)
    np.testing.assert_allclose(np.cov(z, rowvar=False), np.eye(4), atol=0.04)


def test_discrete_codes_are_random_entries_of_the_codebook() -> None:
    plain = get_recipe("vae-2d").replace(latent_dim=12)
    assert isinstance(Predictor(build_model(plain), plain).prior, PriorSampler)
    recipe = get_recipe("vq-vae").replace(codes=5, latent_dim=3, image_shape=(8, 8))  # a grid of 2 x 2
    model = build_model(recipe)
    model.codebook = nn.Parameter(torch.arange(15.0).reshape(5, 3))
    sampler = Predictor(model, recipe).prior
    z = sampler.sample(3000, seed=0).reshape(3000, 4, 3)
    chosen = z[..., 0] / 3
    assert np.array_equal(z, 3 * chosen[..., None] + np.arange(3))
    for place in chosen.T:
        np.testing.assert_allclose(np.bincount(place.astype(int)) / 3000, 0.2, atol=0.04)
    assert fit_samplers(np.zeros((9, 12)), np.ones((9, 12)), prior=sampler)["prior"] is sampler


def test_the_aggregate_posterior_has_the_codes_spread_and_the_noise(mu: np.ndarray) -> None:
    z = AggregateSampler(mu.astype(np.float32), np.full_like(mu, 0.5, np.float32)).sample(20_000, seed=0)
    np.testing.assert_allclose(z.mean(0), mu.mean(0), atol=0.1)
    np.testing.assert_allclose(np.cov(z, rowvar=False), np.cov(mu, rowvar=False) + 0.25 * np.eye(3), atol=0.2)


def test_without_noise_it_gives_codes_of_images(mu: np.ndarray) -> None:
    codes = mu.astype(np.float32)
    z = AggregateSampler(codes, np.zeros_like(codes)).sample(100, seed=0)
    assert {tuple(row) for row in z} <= {tuple(row) for row in codes}


def test_a_mixture_finds_the_places_and_their_shares(mu: np.ndarray) -> None:
    mixture = MixtureSampler.fit(mu, components=2)
    order = np.argsort(mixture.means[:, 0])
    np.testing.assert_allclose(mixture.means[order], BLOBS, atol=0.05)
    np.testing.assert_allclose(mixture.weights[order], [0.25, 0.75], atol=0.01)
    z = mixture.sample(20_000, seed=0)
    assert ((np.abs(z[:, None] - BLOBS).max(2) < 1.6).any(1)).all()
    np.testing.assert_allclose(np.cov(z, rowvar=False), np.cov(mu, rowvar=False), atol=0.2)


def test_correlated_codes_keep_their_correlation() -> None:
    rng = np.random.default_rng(0)
    shape = np.array([[1.0, 0.9], [0.9, 1.0]])
    z = MixtureSampler.fit(rng.standard_normal((3000, 2)) @ np.linalg.cholesky(shape).T, components=1).sample(9000, 1)
    assert np.corrcoef(z, rowvar=False)[0, 1] == pytest.approx(0.9, abs=0.02)


def test_many_dimensions_few_codes_and_idle_dimensions_are_no_error() -> None:
    rng = np.random.default_rng(0)
    assert MixtureSampler.fit(rng.standard_normal((300, 100))).sample(5, 0).shape == (5, 100)
    assert np.isfinite(MixtureSampler.fit(np.zeros((10, 3))).sample(5, 0)).all()
    with pytest.raises(ModelError, match="at least two images"):
        MixtureSampler.fit(np.zeros((1, 3)))
