"""Damage that a person chooses: the same seed, the same damage; the strength in the kind's own unit."""

import numpy as np
import pytest

from vae_models.damage.single import KINDS, Damage, corrupt, describe, hide

IMAGE = np.tile(np.linspace(0, 1, 28, dtype=np.float32), (28, 1))


def damaged(kind: str, strength: float, seed: int = 0) -> np.ndarray:
    return corrupt(IMAGE, kind, strength, np.random.default_rng(seed))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_damage_and_the_image_stays(kind: str) -> None:
    before = IMAGE.copy()
    np.testing.assert_array_equal(damaged(kind, 0.6), damaged(kind, 0.6))
    np.testing.assert_array_equal(IMAGE, before)
    assert damaged(kind, 0.6).dtype == np.float32 and damaged(kind, 1.0).max() <= 1.0 + 1e-6


@pytest.mark.parametrize("kind", KINDS)
def test_without_strength_nothing_changes(kind: str) -> None:
    np.testing.assert_allclose(damaged(kind, 0.0), IMAGE, atol=1e-6)


def test_gaussian_noise_has_its_sigma() -> None:
    grey = np.full((200, 200), 0.5, np.float32)
    noisy = corrupt(grey, "gaussian", 0.1, np.random.default_rng(0))
    assert noisy.std() == pytest.approx(0.1, rel=0.02) and noisy.mean() == pytest.approx(0.5, abs=0.002)


def test_salt_and_pepper_hit_their_share_half_and_half() -> None:
    grey = np.full((200, 200), 0.5, np.float32)
    noisy = corrupt(grey, "salt and pepper", 0.3, np.random.default_rng(0))
    assert (noisy == 0).mean() == pytest.approx(0.15, abs=0.01) and (noisy == 1).mean() == pytest.approx(0.15, abs=0.01)


def test_blur_spreads_a_point_by_its_sigma() -> None:
    point = np.zeros((41, 41), np.float32)
    point[20, 20] = 1.0
    spread = corrupt(point, "blur", 0.5, np.random.default_rng(0))
    distance = np.arange(41) - 20
    assert spread.sum() == pytest.approx(1.0, rel=1e-4)
    assert np.sqrt((spread.sum(0) * distance**2).sum()) == pytest.approx(1.5, rel=1e-3)


def test_a_cover_is_one_grey_square() -> None:
    rows, columns = np.nonzero(corrupt(np.zeros((28, 28), np.float32), "cover", 0.5, np.random.default_rng(5)) == 0.5)
    assert len(rows) == 14 * 14 and np.ptp(rows) == np.ptp(columns) == 13


def test_strengths_are_told_in_their_own_units() -> None:
    assert describe("gaussian", 0.5) == "sigma 0.50"
    assert describe("salt and pepper", 0.25) == "25 % of the pixels"
    assert describe("blur", 0.5) == "sigma 1.5 pixels"
    assert describe("cover", 0.5) == "14 × 14 pixels"
    assert describe("none", 0.5) == ""


def test_a_kind_that_nobody_knows_is_refused() -> None:
    for use in (lambda: damaged("rain", 0.5), lambda: describe("rain", 0.5)):
        with pytest.raises(KeyError, match="rain"):
            use()


def test_what_is_random_says_so() -> None:
    differ = {kind for kind in KINDS if not np.array_equal(damaged(kind, 0.5, 1), damaged(kind, 0.5, 2))}
    assert differ == {name for name, kind in KINDS.items() if kind.random}


def test_hidden_pixels_are_grey_and_the_others_stay() -> None:
    hidden = np.zeros((28, 28), np.bool_)
    hidden[3:5] = True
    result = hide(IMAGE, hidden)
    assert (result[3:5] == 0.5).all() and np.array_equal(result[5:], IMAGE[5:])


def test_damage_is_the_corruption_of_its_seed_under_what_is_hidden() -> None:
    hidden = np.zeros_like(IMAGE, bool)
    hidden[:, :4] = True
    result = Damage("gaussian", 0.5, seed=3).apply(IMAGE, hidden)
    np.testing.assert_array_equal(result[:, 4:], damaged("gaussian", 0.5, 3)[:, 4:])
    assert (result[:, :4] == 0.5).all()
