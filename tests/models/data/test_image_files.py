"""One loader for every image a person may have."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageFile

from vae_models.data.image_files import load_grey_image, read_pages
from vae_models.data.image_squares import fit_to_square
from vae_models.errors import DataError


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def test_sixteen_bits_are_rescaled_not_clipped() -> None:
    values = np.full((4, 4), 127 * 257, np.uint16)
    assert np.all(load_grey_image(encoded(Image.fromarray(values))) == 127)


def test_a_stack_of_deep_colour_is_opened_twice_however_many_pages_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened for every page it would be counted through from its first page again: of thousands that takes hours."""
    opened = []
    open_image = Image.open

    def count(*arguments: Any, **options: Any) -> ImageFile.ImageFile:
        opened.append(arguments)
        return open_image(*arguments, **options)

    pages = np.full((9, 4, 4, 3), 1000, np.uint16) + np.arange(9, dtype=np.uint16)[:, None, None, None]
    tifffile.imwrite(tmp_path / "deep.tif", pages, photometric="rgb")
    monkeypatch.setattr(Image, "open", count)
    shades = [float(picture.values.mean()) for picture in read_pages(tmp_path / "deep.tif")]
    assert shades == pytest.approx(range(1000, 1009), abs=0.01)  # their lower bytes are of their own pages
    assert len(opened) == 2


def test_floats_are_taken_as_shares_of_white() -> None:
    values = np.full((4, 4), 0.5, np.float32)
    assert np.all(load_grey_image(encoded(Image.fromarray(values), "TIFF")) == 128)


def test_transparent_dark_ink_lies_on_white_and_light_ink_on_black() -> None:
    for ink, ground in ((0, 255), (255, 0)):
        pixels = np.zeros((10, 10, 4), np.uint8)
        pixels[3:6, 3:6] = (ink, ink, ink, 255)
        grey = load_grey_image(encoded(Image.fromarray(pixels)))
        assert grey[4, 4] == ink and grey[0, 0] == ground


def test_a_photograph_is_turned_as_its_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert load_grey_image(encoded(Image.new("L", (20, 10)), "JPEG", exif=exif)).shape == (20, 10)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr"])
def test_every_mode_is_read(mode: str) -> None:
    kind = "TIFF" if mode in ("CMYK", "YCbCr") else "PNG"
    assert load_grey_image(encoded(Image.new(mode, (6, 5)), kind)).shape == (5, 6)


def test_the_a_of_lab_colours_is_no_transparency() -> None:
    bands = [Image.new("L", (4, 4), shade) for shade in (136, 128, 128)]  # lightness 53 of 100 is middle grey
    assert np.abs(load_grey_image(encoded(Image.merge("LAB", bands), "TIFF")).astype(int) - 127).max() <= 3


@pytest.mark.parametrize(("values", "grey"), [(200.0, 200), (65535.0, 255), (1e6, 255), (1.2, 255)])
def test_floats_beyond_one_are_taken_by_the_range_they_lie_in(values: float, grey: int) -> None:
    assert np.all(load_grey_image(encoded(Image.fromarray(np.full((4, 4), values, np.float32)), "TIFF")) == grey)


def test_numbers_that_are_none() -> None:
    with pytest.raises(DataError, match="not numbers"):
        load_grey_image(encoded(Image.fromarray(np.full((4, 4), np.nan, np.float32)), "TIFF"))


def test_a_photograph_unpacks_smaller_where_little_is_needed() -> None:
    slope = Image.linear_gradient("L").resize((1024, 768))
    photograph = encoded(slope, "JPEG")
    small = load_grey_image(photograph, needed=28)
    assert small.shape == (192, 256)
    exact = fit_to_square(load_grey_image(photograph), 28, invert=False)
    assert np.abs(fit_to_square(small, 28, invert=False).astype(int) - exact).max() <= 2


def test_postscript_is_not_handed_to_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object, **__: object) -> None:
        pytest.fail("Another program was started.")

    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", started)
    with pytest.raises(DataError, match="not an image"):
        load_grey_image(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n")


def test_of_an_animation_the_first_frame() -> None:
    frames = [Image.new("L", (5, 5), shade) for shade in (10, 200)]
    assert load_grey_image(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))[0, 0] == 10


def test_files_that_are_no_images(tmp_path: Path) -> None:
    whole = encoded(Image.effect_noise((64, 64), 50))
    for name, content, words in (
        ("empty.png", b"", "not an image"),
        ("text.png", b"hello", "not an image"),
        ("cut.png", whole[: len(whole) // 2], "truncated"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=words) as caught:
            load_grey_image(tmp_path / name)
        assert name in str(caught.value)
    with pytest.raises(DataError, match="could not be read"):
        load_grey_image(tmp_path / "absent.png")


@pytest.mark.parametrize("size", [(10_000, 10_000), (40_000, 1), (1, 40_000)])
def test_a_decompression_bomb_is_refused_before_it_unpacks(size: tuple[int, int]) -> None:
    with pytest.raises(DataError, match="too large"):
        load_grey_image(encoded(Image.new("1", size)))


def test_the_aspect_is_kept_and_the_rest_is_black() -> None:
    square = fit_to_square(np.full((10, 40), 200, np.uint8), 28, invert=False)
    assert square.shape == (28, 28)
    assert square[14, 14] == 200 and square[0].max() == 0 and (square[14] > 150).all()


def test_an_image_that_fits_is_not_touched() -> None:
    image = np.random.default_rng(0).integers(0, 255, (28, 28), np.uint8)
    assert np.array_equal(fit_to_square(image, 28, invert=False), image)
