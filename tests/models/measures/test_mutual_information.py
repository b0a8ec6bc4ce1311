"""Mutual information from counts, against a well-known library and against paper."""

import numpy as np
import pytest
from scipy.stats import entropy as scipy_entropy
from sklearn.metrics import mutual_info_score

from vae_models.measures import Factors
from vae_models.measures.disentanglement.mutual_information import (
    binned,
    entropy,
    information_matrix,
    joint_counts,
    mutual_information,
)


def test_the_plain_estimate_is_the_library_s() -> None:
    rng = np.random.default_rng(0)
    for size in (2, 7, 40):
        a = rng.integers(0, size, 3000)
        b = (a + rng.integers(0, 3, 3000)) % 11
        assert mutual_information(a, b) == pytest.approx(mutual_info_score(a, b), abs=1e-12)
        assert entropy(np.bincount(a)) == pytest.approx(scipy_entropy(np.bincount(a)), abs=1e-12)


def test_pairs_are_counted_where_they_belong() -> None:
    assert joint_counts([0, 2, 2, 1], [1, 0, 0, 1]).tolist() == [[0, 1], [0, 1], [2, 0]]


def test_a_fair_coin_has_log_two() -> None:
    coin = np.arange(1000) % 2
    assert entropy(np.bincount(coin)) == pytest.approx(np.log(2))
    assert mutual_information(coin, 1 - coin) == pytest.approx(np.log(2))
    assert mutual_information(coin, np.arange(1000) // 2 % 2) == pytest.approx(0.0, abs=1e-12)


def test_the_correction_takes_away_what_few_images_add() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 40, (2, 5000))
    assert mutual_information(a, b) > 0.14  # 39 * 39 / (2 * 5000) by chance alone
    assert mutual_information(a, b, corrected=True) < 0.02


def test_bins_are_equal_and_hold_all_values() -> None:
    cells = binned(np.array([[0.0, 5.0], [0.49, 5.0], [0.5, 5.0], [1.0, 5.0]]), 2)
    assert cells.tolist() == [[0, 0], [0, 0], [1, 0], [1, 0]]


def test_a_dimension_gets_as_many_bins_as_the_factor_has_values() -> None:
    values = np.random.default_rng(0).integers(0, 40, 8000)
    information, entropies = information_matrix(values[:, None] * 0.1, Factors(values[:, None], ("rotation",)))
    assert information.shape == (1, 1) and information[0, 0] == pytest.approx(entropies[0], abs=1e-9)
    assert entropies[0] == pytest.approx(np.log(40), abs=0.005)
