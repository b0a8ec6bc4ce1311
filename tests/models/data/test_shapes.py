"""Shapes whose factors are known: drawn exactly, counted exactly, and moved as the factors say."""

import numpy as np
import pytest

from vae_models.data.sources.shapes import (
    COUNT,
    FACTOR_NAMES,
    FACTOR_SIZES,
    SIDES,
    draw,
    factor_values,
    factors_of,
    number_of,
)

SQUARE, ELLIPSE, HEART = 0, 1, 2


@pytest.fixture
def some() -> np.ndarray:
    return factors_of(np.random.default_rng(0).choice(COUNT, 600, replace=False))


def test_every_combination_has_its_own_number() -> None:
    numbers = np.arange(COUNT)
    factors = factors_of(numbers)
    assert np.prod(FACTOR_SIZES) == COUNT == 737_280 and len(FACTOR_NAMES) == 5
    assert np.array_equal(number_of(factors), numbers)
    assert np.array_equal(factors.max(0) + 1, FACTOR_SIZES) and factors.min() == 0
    assert np.array_equal(factors_of(33), [0, 0, 0, 1, 1])


@pytest.mark.parametrize("side", SIDES)
def test_images_are_white_on_black_and_do_not_depend_on_the_company_they_are_drawn_in(
    some: np.ndarray, side: int
) -> None:
    images = draw(some, side)
    assert images.shape == (600, side, side) and images.dtype == np.uint8
    assert set(np.unique(images)) == {0, 255}
    assert np.array_equal(draw(some[17], side)[0], images[17])
    assert np.array_equal(draw(some[::-1], side), images[::-1])


@pytest.mark.parametrize("side", SIDES)
def test_no_shape_leaves_the_image_and_none_is_empty(side: int) -> None:
    corners = [(shape, 5, turn, x, y) for shape in range(3) for turn in range(40) for x in (0, 31) for y in (0, 31)]
    largest = draw(corners, side) > 0
    assert not (largest[:, 0].any() or largest[:, -1].any() or largest[:, :, 0].any() or largest[:, :, -1].any())
    smallest = draw([(shape, 0, turn, 16, 16) for shape in range(3) for turn in range(40)], side) > 0
    assert smallest.sum((1, 2)).min() > side * side / 200


def test_areas_are_those_of_geometry() -> None:
    scales = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    turns = 40
    areas = {
        shape: (draw([(shape, s, t, 15, 15) for s in range(6) for t in range(turns)]) > 0).reshape(6, turns, -1).sum(2)
        for shape in (SQUARE, ELLIPSE)
    }
    reach = 0.24 * 64 * np.array(scales)
    np.testing.assert_allclose(areas[SQUARE].mean(1), 2 * reach**2, rtol=0.02)
    np.testing.assert_allclose(areas[ELLIPSE].mean(1), np.pi * reach * reach / 2, rtol=0.02)


def test_x_goes_right_y_goes_down_and_a_step_is_one_pixel_at_64() -> None:
    for shape in range(3):
        here, right, below = draw([(shape, 3, 7, 4, 9), (shape, 3, 7, 5, 9), (shape, 3, 7, 4, 10)])
        assert np.array_equal(np.roll(here, 1, axis=1), right) and np.array_equal(np.roll(here, 1, axis=0), below)


def test_turns_are_counter_clockwise_and_symmetric_shapes_repeat() -> None:
    turned = draw([(HEART, 5, turn, 15, 15) for turn in (0, 10, 20, 30)])
    for quarter in range(4):
        # The centre lies on a pixel's centre, so that a quarter turn maps pixels onto pixels.
        rows = slice(0, 63)
        assert np.array_equal(np.rot90(turned[0][rows, rows], quarter), turned[quarter][rows, rows])
    assert np.array_equal(*draw([(SQUARE, 5, 3, 8, 8), (SQUARE, 5, 13, 8, 8)]))
    assert np.array_equal(*draw([(ELLIPSE, 5, 3, 8, 8), (ELLIPSE, 5, 23, 8, 8)]))
    hearts = draw([(HEART, 5, turn, 8, 8) for turn in range(40)])
    assert len(np.unique(hearts.reshape(40, -1), axis=0)) == 40


def test_a_heart_stands_on_its_tip() -> None:
    (heart,) = draw([(HEART, 5, 0, 15, 15)]) > 0
    filled = np.flatnonzero(heart.any(1))
    assert heart[filled[0]].sum() > 2 and heart[filled[-1]].sum() <= 3
    assert np.array_equal(heart[:, :63], heart[:, 62::-1])


def test_factors_outside_their_ranges_are_refused() -> None:
    with pytest.raises(ValueError, match="invalid"):
        draw([(3, 0, 0, 0, 0)])
    with pytest.raises(ValueError, match="out of bounds"):
        factors_of([COUNT])


def test_values_are_what_dsprites_calls_them() -> None:
    first, last = factor_values(factors_of([0, COUNT - 1]))
    assert first == pytest.approx([0, 0.5, 0, 0.25 + 0.5 / 64, 0.25 + 0.5 / 64])
    assert last == pytest.approx([2, 1.0, 2 * np.pi * 39 / 40, 0.75 - 0.5 / 64, 0.75 - 0.5 / 64])
