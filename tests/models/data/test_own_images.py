"""The user's own folder of images."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.models.own_pictures import fill, shade_of
from vae_models.data.load import Dataset, load_dataset
from vae_models.errors import Cancelled, DataError


def labelled(dataset: Dataset) -> dict[int, str]:
    """Class names by the shade of an image, over training and validation."""
    found: dict[int, str] = {}
    for split in (dataset.train, dataset.val):
        assert split.labels is not None
        names = (dataset.class_names[label] for label in split.labels.tolist())
        found |= dict(zip(shade_of(split.images), names, strict=True))
    return found


def test_images_of_all_kinds_become_28x28_grey(tmp_path: Path) -> None:
    for number in range(8):
        Image.new("RGB", (40 + number, 20), (255, 255, 255)).save(tmp_path / f"{number}.png")
    Image.new("CMYK", (30, 30)).save(tmp_path / "print.jpg")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    (tmp_path / "notes.txt").write_text("no image")
    dataset = load_dataset(tmp_path)
    assert len(dataset.train.images) + len(dataset.val.images) == 9
    assert dataset.train.images.shape[1:] == (1, 28, 28) and dataset.train.labels is None
    assert [skipped.path.name for skipped in dataset.skipped] == ["broken.png"]
    assert dataset.describe_skipped() == "One unreadable file was skipped."


def test_sub_folders_are_classes(tmp_path: Path) -> None:
    fill(tmp_path / "cat" / "young", range(3))
    fill(tmp_path / "dog", range(10, 13))
    dataset = load_dataset(tmp_path)
    assert dataset.class_names == ("cat", "dog")
    assert labelled(dataset) == dict.fromkeys(range(3), "cat") | dict.fromkeys(range(10, 13), "dog")


def test_an_image_outside_the_sub_folders_leaves_all_without_class(tmp_path: Path) -> None:
    fill(tmp_path / "cat", range(3))
    fill(tmp_path / "dog", range(3))
    fill(tmp_path, range(50, 51))
    dataset = load_dataset(tmp_path)
    assert dataset.train.labels is None and dataset.class_names == ()


def test_folders_named_train_and_test_are_kept_apart(tmp_path: Path) -> None:
    for number, name in enumerate(("cat", "dog")):
        fill(tmp_path / "training" / name, range(10 * number, 10 * number + 5))
        fill(tmp_path / "testing" / name, range(100 + number, 101 + number))
    dataset = load_dataset(tmp_path)
    assert labelled(dataset) == dict.fromkeys(range(5), "cat") | dict.fromkeys(range(10, 15), "dog")
    assert dataset.test is not None and dataset.test.labels is not None
    assert shade_of(dataset.test.images) == [100, 101] and dataset.test.labels.tolist() == [0, 1]


@pytest.mark.parametrize("name", ["val", "valid", "validation"])
def test_a_validation_folder_is_the_validation(tmp_path: Path, name: str) -> None:
    for folder, shades in (("train", range(6)), (name, range(10, 13)), ("test", range(20, 22))):
        fill(tmp_path / folder, shades)
    dataset = load_dataset(tmp_path)
    assert dataset.test is not None
    shades = [sorted(shade_of(split.images)) for split in (dataset.train, dataset.val, dataset.test)]
    assert shades == [list(range(6)), [10, 11, 12], [20, 21]]
    assert dataset.describe_splits() == "6 for training, 3 for validation (the data's own), 2 for testing."


def test_every_image_keeps_the_name_of_its_file(tmp_path: Path) -> None:
    fill(tmp_path / "cat", range(30))
    fill(tmp_path / "dog", range(100, 130))
    dataset = load_dataset(tmp_path)
    for split in (dataset.train, dataset.val):
        assert split.files is not None
        assert [name.split("/")[1] for name in split.files] == [f"{shade}.png" for shade in shade_of(split.images)]
    assert {name.split("/")[0] for name in dataset.val.files or ()} == {"cat", "dog"}


def test_names_of_files_are_one_printable_line(tmp_path: Path) -> None:
    fill(tmp_path, range(2))
    (tmp_path / "0.png").rename(tmp_path / "line\nbreak.png")
    (tmp_path / "broken\n.png").write_bytes(b"")
    dataset = load_dataset(tmp_path)
    names = (*(dataset.train.files or ()), *(dataset.val.files or ()))
    assert "line\ufffdbreak.png" in names and "\n" not in dataset.skipped[0].reason


def test_one_ground_under_the_transparent_parts_of_all(tmp_path: Path) -> None:
    for number, ink in enumerate((0, 0, 0, 255)):
        pixels = np.zeros((28, 28, 4), np.uint8)
        pixels[10:18, 10:18] = (ink, ink, ink, 255)
        Image.fromarray(pixels).save(tmp_path / f"{number}.png")
    dataset = load_dataset(tmp_path, invert=False)
    together = torch.cat([dataset.train.images, dataset.val.images])
    assert together[:, 0, 0, 0].tolist() == [255] * 4
    assert "The transparent parts of 4 images lie on white, the same for all." in dataset.notes


def test_a_bomb_is_skipped_like_any_unreadable_file(tmp_path: Path) -> None:
    fill(tmp_path, range(3))
    for name, size in (("wide", (60_000_000, 1)), ("high", (1, 60_000_000)), ("large", (8000, 8000))):
        (tmp_path / f"{name}.png").write_bytes(png_of_zeros(*size))
    dataset = load_dataset(tmp_path)
    assert len(dataset.train.images) + len(dataset.val.images) == 3
    assert [skipped.path.stem for skipped in dataset.skipped] == ["high", "large", "wide"]
    assert all("too large" in skipped.reason for skipped in dataset.skipped)
    assert dataset.describe_skipped() == "3 unreadable files were skipped."


def png_of_zeros(width: int, height: int) -> bytes:
    """The contents of a small file of many pixels."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + width)) for _ in range(height)) if width > height else b""
    packed = rows + packer.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def test_the_split_is_the_same_every_time_and_a_tenth_is_for_validation(tmp_path: Path) -> None:
    fill(tmp_path, range(50))
    first, second = load_dataset(tmp_path), load_dataset(tmp_path)
    assert len(first.val.images) == 5
    assert torch.equal(first.val.images, second.val.images)
    assert sorted(shade_of(first.train.images) + shade_of(first.val.images)) == list(range(50))


def test_hidden_files_are_not_even_tried(tmp_path: Path) -> None:
    fill(tmp_path, range(2))
    (tmp_path / "._0.png").write_bytes(b"what a Mac leaves on other disks")
    (tmp_path / ".thumbnails").mkdir()
    (tmp_path / ".thumbnails" / "0.png").write_bytes(b"")
    assert load_dataset(tmp_path).describe_skipped() == ""


def test_dark_ink_on_light_paper_is_inverted_unless_told_otherwise(tmp_path: Path) -> None:
    paper = np.full((28, 28), 255, np.uint8)
    paper[10:18, 10:18] = 0
    for number in range(2):
        Image.fromarray(paper).save(tmp_path / f"{number}.png")
    assert load_dataset(tmp_path).train.images[0, 0, 14, 14] == 255
    assert load_dataset(tmp_path, invert=False).train.images[0, 0, 14, 14] == 0


def test_without_images_or_with_unreadable_ones_only(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no images"):
        load_dataset(tmp_path)
    (tmp_path / "a.png").write_bytes(b"")
    with pytest.raises(DataError, match="None of the 1 images"):
        load_dataset(tmp_path)
    Image.new("L", (5, 5)).save(tmp_path / "b.png")
    with pytest.raises(DataError, match="at least two"):
        load_dataset(tmp_path)


def test_one_paper_for_all_a_bright_thing_at_the_border_is_not_turned_alone(tmp_path: Path) -> None:
    fill(tmp_path, range(9))
    Image.new("L", (28, 28), 250).save(tmp_path / "bright.png")
    dataset = load_dataset(tmp_path)
    assert max(shade_of(dataset.train.images) + shade_of(dataset.val.images)) == 250


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    fill(tmp_path, range(3))
    with pytest.raises(Cancelled):
        load_dataset(tmp_path, cancelled=lambda: True)


def test_a_whole_disk_is_not_searched_to_its_end_once_it_was_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []

    def many_folders(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        for _ in range(1000):
            searched.append(str(folder))
            yield str(folder), [], ["notes.txt"]

    monkeypatch.setattr("os.walk", many_folders)
    with pytest.raises(Cancelled):
        load_dataset(tmp_path, cancelled=lambda: len(searched) > 3)
    assert len(searched) == 4
