"""Total correlation of codes: nothing where there is nothing, and what paper says where there is something."""

import math

import numpy as np
import pytest
import torch

from vae_models.measures.total_correlation import gaussian_total_correlation, total_correlation


def correlated(count: int, rho: float, dimensions: int, seed: int = 0) -> np.ndarray:
    """Gaussian codes, every two dimensions correlated by rho."""
    shape = np.full((dimensions, dimensions), rho) + (1 - rho) * np.eye(dimensions)
    return np.random.default_rng(seed).standard_normal((count, dimensions)) @ np.linalg.cholesky(shape).T


def of_paper(rho: float, dimensions: int) -> float:
    """-1/2 log det of the correlation matrix above."""
    return -0.5 * ((dimensions - 1) * math.log(1 - rho) + math.log(1 + (dimensions - 1) * rho))


def test_independent_dimensions_have_none_within_error_whatever_their_number() -> None:
    for dimensions, count in ((2, 300), (10, 300), (30, 300)):
        values = [
            gaussian_total_correlation(np.random.default_rng(seed).standard_normal((count, dimensions))).value
            for seed in range(200)
        ]
        assert np.mean(values) == pytest.approx(0.0, abs=4 * np.std(values) / math.sqrt(200))
        error = gaussian_total_correlation(np.random.default_rng(0).standard_normal((count, dimensions))).error
        assert error == pytest.approx(np.std(values), rel=0.3)


@pytest.mark.parametrize(("kind", "dimensions"), [("normal", 2), ("heavy", 10)])
def test_a_network_finds_nothing_where_there_is_nothing(kind: str, dimensions: int) -> None:
    rng = np.random.default_rng(dimensions)
    draw = {"normal": rng.standard_normal, "heavy": lambda size: rng.standard_t(4, size)}
    measure = total_correlation(draw[kind]((3000, dimensions)))
    error = measure.error or 0.0  # none where the network is not believed at all
    assert -3 * error <= measure.value <= 3 * error + 0.01


def test_gaussian_codes_have_what_paper_says() -> None:
    assert of_paper(0.8, 2) == pytest.approx(-0.5 * math.log(1 - 0.8**2))
    for rho, dimensions in ((0.8, 2), (0.5, 5), (0.3, 30)):
        exact = gaussian_total_correlation(correlated(6000, rho, dimensions))
        assert exact.error is not None
        assert exact.value == pytest.approx(of_paper(rho, dimensions), abs=4 * exact.error)
    bound = total_correlation(correlated(6000, 0.5, 5))
    assert bound.error is not None
    assert bound.value == pytest.approx(of_paper(0.5, 5), abs=4 * bound.error)


def test_dependence_without_correlation_is_found_by_the_network_alone() -> None:
    rng = np.random.default_rng(0)
    z = rng.standard_normal(5000)
    codes = np.stack([z, z * z + 0.5 * rng.standard_normal(5000)], axis=1)
    assert abs(gaussian_total_correlation(codes).value) < 0.01
    assert total_correlation(codes).value > 0.5


def test_constant_and_single_dimensions_have_none() -> None:
    codes = np.column_stack([np.random.default_rng(0).standard_normal(100), np.ones(100)])
    assert gaussian_total_correlation(codes).value == total_correlation(codes).value == 0.0


def test_it_may_be_asked_where_no_gradients_are_kept() -> None:
    codes = correlated(500, 0.5, 2)
    with torch.no_grad():
        assert total_correlation(codes) == total_correlation(codes)
    with torch.inference_mode():
        assert total_correlation(codes).value > 0
