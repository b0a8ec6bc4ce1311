"""Drawings become digits as MNIST's makers prepared theirs."""

import numpy as np
import pytest

from vae_models.data.digit_preparation import as_training_digit, to_drawing, whole
from vae_models.data.load import Dataset

Grey = np.ndarray


def box(rows: slice, columns: slice, size: tuple[int, int] = (448, 448)) -> Grey:
    drawing = np.zeros(size, np.uint8)
    drawing[rows, columns] = 255
    return drawing


def prepared(drawing: Grey) -> Grey:
    return as_training_digit(drawing).apply(drawing)


def extent(image: Grey) -> tuple[int, int]:
    rows, columns = np.nonzero(image)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def test_real_digits_stay_as_they_are(digits: Dataset) -> None:
    images = digits.val.images[:200, 0].numpy()
    same = [np.array_equal(prepared(to_drawing(image, 448)), image) for image in images]
    assert np.mean(same) > 0.99


@pytest.mark.parametrize("size", [30, 80, 300])
def test_a_small_scribble_in_a_corner_is_enlarged_and_centred(size: int) -> None:
    image = prepared(box(slice(5, 5 + size), slice(440 - size, 440)))
    assert extent(image) == (20, 20)
    rows, columns = np.nonzero(image)
    assert rows.mean() == pytest.approx(14, abs=0.5) and columns.mean() == pytest.approx(14, abs=0.5)


def test_the_aspect_is_kept() -> None:
    tall = prepared(box(slice(50, 250), slice(100, 150)))
    assert extent(tall) == (20, 5)


def test_the_centre_of_mass_counts_not_the_box() -> None:
    row, column = np.mgrid[:448, :448]
    triangle = (255 * ((column > 100) & (column < row) & (row < 300))).astype(np.uint8)
    image = prepared(triangle).astype(float)
    centre = (image.sum(0) @ np.arange(28)) / image.sum()
    middle_of_box = np.flatnonzero(image.any(0)).mean()
    assert centre == pytest.approx(14, abs=0.6) and middle_of_box > 16


def test_ink_is_never_lost_at_the_border() -> None:
    heavy_corner = box(slice(0, 400), slice(0, 40)) | box(slice(0, 10), slice(0, 400))
    image = prepared(heavy_corner)
    scale = 400 / 20
    assert image.sum() * scale**2 == pytest.approx(heavy_corner.sum(), rel=0.03)


def test_edges_are_antialiased() -> None:
    row, column = np.mgrid[:448, :448]
    disc = (255 * ((row - 200) ** 2 + (column - 150) ** 2 < 60**2)).astype(np.uint8)
    image = prepared(disc)
    assert len(np.unique(image)) >= 10 and np.abs(image.astype(int) - image.T.astype(int)).max() < 40


def test_a_mask_is_placed_like_the_drawing_it_belongs_to() -> None:
    drawing = box(slice(100, 200), slice(100, 200))
    placement = as_training_digit(drawing)
    mask = box(slice(100, 150), slice(100, 300))
    placed = placement.apply(mask)
    assert np.array_equal(placed[5:14, 5:23] > 0, np.ones((9, 18), bool)), "also where there is no ink"


def test_without_ink_the_whole_drawing_is_seen() -> None:
    empty = np.zeros((448, 448), np.uint8)
    assert as_training_digit(empty) == whole(empty)
    assert not prepared(empty).any() and prepared(empty).shape == (28, 28)


def test_the_whole_drawing_is_seen_where_it_is_not_prepared() -> None:
    drawing = box(slice(0, 16), slice(0, 16))
    image = whole(drawing).apply(drawing)
    assert image[0, 0] == 255 and image.sum() == 255


@pytest.mark.parametrize("shape", [(28, 28), (7, 3), (1, 1), (600, 200), (2000, 1990)])
def test_images_of_any_size_become_drawings(shape: tuple[int, int]) -> None:
    drawing = to_drawing(np.full(shape, 200, np.uint8), 448)
    assert drawing.shape == (448, 448) and drawing.max() == 200
    height, width = extent(drawing)
    assert height / width == pytest.approx(shape[0] / shape[1], rel=0.02)
    assert max(height, width) >= 440
