"""The Fréchet distance against scipy's matrix root, and of Gaussians known on paper."""

import numpy as np
import pytest
from scipy.linalg import sqrtm

from vae_models.measures.images.frechet import frechet_distance


def test_it_is_the_formula_with_scipy_s_root() -> None:
    rng = np.random.default_rng(0)
    a = rng.standard_normal((400, 8)) @ rng.standard_normal((8, 8)) + 1.0
    b = rng.standard_normal((300, 8)) @ rng.standard_normal((8, 8))
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    expected = np.square(a.mean(0) - b.mean(0)).sum() + np.trace(cov_a + cov_b - 2 * np.real(sqrtm(cov_a @ cov_b)))
    assert frechet_distance(a, b) == pytest.approx(expected, rel=1e-8)
    assert frechet_distance(b, a) == pytest.approx(expected, rel=1e-8)


def test_equal_sets_are_at_zero_also_where_features_never_fire() -> None:
    features = np.maximum(np.random.default_rng(0).standard_normal((50, 20)), 0)
    features[:, 5:] = 0
    assert frechet_distance(features, features) == pytest.approx(0.0, abs=1e-9)


def test_in_one_dimension_it_is_the_difference_of_means_and_of_deviations() -> None:
    values = np.random.default_rng(0).standard_normal((1000, 1))
    deviation = values.std(ddof=1)
    assert frechet_distance(values, 3 * values + 2) == pytest.approx(
        (2 * values.mean() + 2) ** 2 + 4 * deviation**2, rel=1e-9
    )
