"""Nothing is done to one's own pictures without a word, whatever they lie in."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from tests.models.idx_sets import idx_bytes
from vae_models.data.image_files import read_picture
from vae_models.data.load import load_dataset

INVERTED = "Inverted, from dark on light to light on dark: all 12 images."
Save = Callable[[np.ndarray, Path], Path]


def drawings(ink: int, paper: int, shape: tuple[int, int] = (28, 28)) -> np.ndarray:
    """Twelve of the shape, a bar on each."""
    images = np.full((12, *shape), paper, np.uint8)
    images[:, 5:10, 5:10] = ink
    return images


def as_folder(images: np.ndarray, place: Path) -> Path:
    for number, image in enumerate(images):
        Image.fromarray(image).save(place / f"{number}.png")
    return place


def as_array(images: np.ndarray, place: Path) -> Path:
    np.save(place / "own.npy", images)
    return place / "own.npy"


def as_splits(images: np.ndarray, place: Path) -> Path:
    np.savez(place / "own.npz", x_train=images[:8], x_test=images[8:])
    return place / "own.npz"


def as_stack(images: np.ndarray, place: Path) -> Path:
    first, *others = map(Image.fromarray, images)
    first.save(place / "own.tif", save_all=True, append_images=others)
    return place / "own.tif"


def as_idx(images: np.ndarray, place: Path) -> Path:
    for stem, part in (("train", images[:8]), ("t10k", images[8:])):
        (place / f"{stem}-images-idx3-ubyte").write_bytes(idx_bytes(part))
        (place / f"{stem}-labels-idx1-ubyte").write_bytes(idx_bytes(np.zeros(len(part))))
    return place


ALL_KINDS = (as_folder, as_array, as_splits, as_stack, as_idx)


@pytest.mark.parametrize("save", ALL_KINDS[:4])
def test_dark_on_light_is_said_to_be_inverted_and_light_on_dark_is_left_alone(tmp_path: Path, save: Save) -> None:
    path = save(drawings(ink=0, paper=255), tmp_path)
    dark = load_dataset(path)
    assert INVERTED in dark.notes and dark.train.images[0, 0, 0, 0] == 0
    assert INVERTED not in load_dataset(path, invert=False).notes
    save(drawings(ink=255, paper=0), tmp_path)
    light = load_dataset(path)
    assert INVERTED not in light.notes and light.train.images[0, 0, 0, 0] == 0
    assert INVERTED in load_dataset(path, invert=True).notes


@pytest.mark.parametrize("save", ALL_KINDS)
def test_images_of_another_shape_are_said_to_be_scaled_filled_up_and_inverted(tmp_path: Path, save: Save) -> None:
    notes = load_dataset(save(drawings(ink=0, paper=255, shape=(40, 60)), tmp_path)).notes
    assert notes[-3:] == (
        INVERTED,
        "Scaled to 28 pixels on the longer side: 12 of 12 images.",
        "Padded with black to a square: 12 of 12 images.",
    )


@pytest.mark.parametrize("save", [as_folder, as_array, as_splits, as_idx])
def test_what_fits_already_needs_no_word(tmp_path: Path, save: Save) -> None:
    assert load_dataset(save(drawings(ink=255, paper=0), tmp_path)).notes == ()


def test_splits_of_bare_files_are_of_one_kind_of_paper(tmp_path: Path) -> None:
    images = drawings(ink=0, paper=255, shape=(30, 30))
    images[8:] = 255 - images[8:]
    dataset = load_dataset(as_idx(images, tmp_path))
    assert dataset.test is not None
    assert dataset.train.images[0, 0, 0, 0] == 0 and dataset.test.images[0, 0, 0, 0] == 255


def test_what_exif_turns_is_said_and_counted(tmp_path: Path) -> None:
    exif = Image.Exif()
    as_folder(drawings(ink=255, paper=0), tmp_path)
    for orientation in (1, 3, 6):
        exif[ExifTags.Base.Orientation] = orientation
        Image.fromarray(drawings(255, 0)[0]).save(tmp_path / f"turned{orientation}.png", exif=exif)
    assert load_dataset(tmp_path).notes == ("Turned or mirrored as EXIF says: 2 of 15 images.",)
    assert [read_picture(tmp_path / f"turned{number}.png").rotated for number in (1, 3, 6)] == [False, True, True]
