"""Arrays become pictures pixel by pixel."""

import gc

import numpy as np
import pytest

from vae_gui.widgets.pictures.greyscale import enlarged, montage, to_qimage, to_uint8


def grey_of(image, x: int, y: int) -> int:
    return image.pixelColor(x, y).red()


def test_to_uint8_rounds_clips_and_survives_nan():
    assert to_uint8(np.array([0.0, 0.5, 1.0, 1.7, -2.0, np.nan])).tolist() == [0, 128, 255, 255, 0, 0]


def test_to_uint8_leaves_bytes_alone():
    images = np.array([[3, 250]], dtype=np.uint8)
    assert to_uint8(images) is images


def test_to_qimage_shows_the_same_pixels_also_for_odd_widths_and_slices():
    grey = np.arange(35, dtype=np.uint8).reshape(5, 7)
    image = to_qimage(grey)
    assert (image.width(), image.height()) == (7, 5)
    assert [[grey_of(image, x, y) for x in range(7)] for y in range(5)] == grey.tolist()
    assert grey_of(to_qimage(grey[:, ::2]), 1, 0) == 2


def test_to_qimage_can_swap_ink_and_paper():
    assert grey_of(to_qimage(np.array([[0]], dtype=np.uint8), inverted=True), 0, 0) == 255


def test_a_picture_outlives_its_array():
    grey = np.full((64, 64), 7, dtype=np.uint8)
    image = to_qimage(grey)
    grey[:] = 200
    del grey
    gc.collect()
    assert grey_of(image, 63, 63) == 7


@pytest.mark.parametrize("wrong", [np.zeros((2, 2)), np.zeros((1, 2, 2), dtype=np.uint8)])
def test_to_qimage_refuses_other_shapes_and_types(wrong):
    with pytest.raises(ValueError, match=r"uint8 array \(H, W\)"):
        to_qimage(wrong)


def test_montage_puts_images_row_by_row_with_gaps():
    images = np.stack([np.full((2, 3), value, dtype=np.uint8) for value in (10, 20, 30)])
    sheet = montage(images, columns=2, gap=1, ground=99)
    assert sheet.shape == (5, 7)
    assert sheet[0].tolist() == [10, 10, 10, 99, 20, 20, 20]
    assert sheet[2].tolist() == [99] * 7
    assert sheet[4].tolist() == [30, 30, 30, 99, 99, 99, 99]


def test_enlarged_keeps_hard_edges():
    image = enlarged(to_qimage(np.array([[0, 255]], dtype=np.uint8)), 4)
    assert [grey_of(image, x, 2) for x in range(8)] == [0] * 4 + [255] * 4
