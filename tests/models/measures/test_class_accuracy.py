"""What simple classifiers see in codes whose classes are known."""

import numpy as np
import pytest

from vae_models.measures.class_accuracy import linear_probe, nearest_neighbours


@pytest.fixture
def rings() -> tuple[np.ndarray, np.ndarray]:
    """Two classes, one around the other: neighbours tell them, no line does. Scales differ by dimension."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 1200)
    angle, radius = rng.uniform(0, 2 * np.pi, 1200), 1.0 + 2.0 * labels
    return np.stack([np.cos(angle) * radius, np.sin(angle) * radius], 1), labels


def test_lines_and_neighbours_see_different_things(rings: tuple[np.ndarray, np.ndarray]) -> None:
    codes, labels = rings
    split = (codes[:800], labels[:800], codes[800:], labels[800:])
    assert nearest_neighbours(*split).value == 1.0
    assert linear_probe(*split).value == pytest.approx(0.5, abs=0.12)


def test_what_a_line_tells_is_told_whatever_the_scale() -> None:
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 3, 900)
    codes = np.column_stack([1e-4 * np.eye(3)[labels] + 1e-5 * rng.standard_normal((900, 3)), 1e3 * rng.random(900)])
    measure = linear_probe(codes[:600], labels[:600], codes[600:], labels[600:])
    assert measure.value > 0.99 and "600 training codes" in measure.convention
