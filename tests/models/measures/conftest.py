"""Codes whose scores are known: the factors themselves, the factors turned in space, and noise."""

import numpy as np
import pytest

from vae_models.data.sources.shapes import COUNT, FACTOR_NAMES, factors_of
from vae_models.measures import Factors

IMAGES = 5_000


@pytest.fixture(scope="session")
def factors() -> Factors:
    """Of a random subset of the shapes."""
    return Factors(factors_of(np.random.default_rng(3).choice(COUNT, IMAGES, replace=False)), FACTOR_NAMES)


@pytest.fixture(scope="session")
def same_codes(factors: Factors) -> np.ndarray:
    """A code equal to the factors."""
    return factors.values.astype(np.float64)


@pytest.fixture(scope="session")
def random_codes() -> np.ndarray:
    return np.random.default_rng(4).standard_normal((IMAGES, 10))


@pytest.fixture(scope="session")
def rotated_codes(same_codes: np.ndarray) -> np.ndarray:
    """The factors at equal scale, turned by a random rotation: all of them known, none alone."""
    rotation, _ = np.linalg.qr(np.random.default_rng(5).standard_normal((5, 5)))
    return (same_codes - same_codes.mean(0)) / same_codes.std(0) @ rotation
