"""The user's own arrays, as numpy saves them."""

import io
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from vae_models import array_files
from vae_models.data import load_dataset
from vae_models.errors import DataError

IMAGES = np.random.default_rng(1).integers(0, 100, (30, 28, 28), np.uint8)


def save(path: Path, **arrays: object) -> Path:
    np.savez(path / "own.npz", **arrays)  # type: ignore[arg-type]
    return path / "own.npz"


def test_the_names_that_keras_uses(tmp_path: Path) -> None:
    labels = np.arange(30) % 3
    path = save(tmp_path, x_train=IMAGES, y_train=labels, x_test=IMAGES[:5], y_test=labels[:5])
    dataset = load_dataset(path, invert=False)
    assert len(dataset.train.images) == 27 and dataset.test is not None and len(dataset.test.images) == 5
    assert dataset.class_names == ("0", "1", "2")


def test_a_single_array_of_any_name_floats_and_colours(tmp_path: Path) -> None:
    colours = np.random.default_rng(0).random((20, 32, 40, 3)).astype(np.float32)
    dataset = load_dataset(save(tmp_path, anything=colours), invert=False)
    assert dataset.train.images.shape == (18, 1, 28, 28)
    assert 100 < dataset.train.images[:, :, 10:18].float().mean() < 155


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"images": np.zeros((4, 28, 28)), "labels": np.zeros(3, int)}, "3 labels for 4 images"),
        ({"images": np.full((4, 28, 28), np.nan)}, "not numbers"),
        ({"images": np.zeros(4)}, "no stack of images"),
        ({"images": np.zeros((0, 28, 28))}, "no stack of images"),
        ({"images": np.full((4, 28, 28), -1.0)}, "scale them"),
        ({"images": np.full((4, 28, 28), "text")}, "save them as numbers"),
        ({"a": np.zeros(2), "b": np.zeros(2)}, "no array named images"),
        ({}, "no array named images"),
        ({"images": np.zeros((4, 28, 28)), "labels": np.array([0.5] * 4)}, "not class numbers"),
        ({"images": np.zeros((4, 28, 28)), "labels": np.full(4, -1)}, "not class numbers"),
        ({"images": np.zeros((4, 28, 28)), "labels": np.array(["a"] * 4)}, "not class numbers"),
        ({"images": np.zeros((4, 28, 28)), "labels": np.array(3)}, "1 labels for 4 images"),
        ({"images": np.array(3)}, "no stack of images"),
        ({"images": np.zeros((1, 28, 28))}, "at least two"),
        ({"images": np.array([{"a": 1}] * 3, object)}, "Python objects"),
    ],
)
def test_arrays_that_do_not_fit(tmp_path: Path, arrays: dict[str, object], words: str) -> None:
    with pytest.raises(DataError, match=words):
        load_dataset(save(tmp_path, **arrays))


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 cut off"])
def test_files_that_are_no_npz(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.npz").write_bytes(content)
    with pytest.raises(DataError):
        load_dataset(tmp_path / "own.npz")


def test_a_damaged_archive(tmp_path: Path) -> None:
    path = save(tmp_path, images=IMAGES)
    with zipfile.ZipFile(path) as file:
        offset = file.infolist()[0].header_offset
    content = bytearray(path.read_bytes())
    content[offset + 500] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DataError, match="corrupt"):
        load_dataset(path)


def test_a_single_array_in_a_file_of_its_own(tmp_path: Path) -> None:
    np.save(tmp_path / "own.npy", IMAGES)
    dataset = load_dataset(tmp_path / "own.npy", invert=False)
    together = torch.cat([dataset.train.images, dataset.val.images])[:, 0].numpy()
    assert sorted(image.tobytes() for image in together) == sorted(image.tobytes() for image in IMAGES)


@pytest.mark.parametrize("shape", [(30, 784), (30, 28, 28, 1), (30, 1, 28, 28)])
def test_the_shapes_that_are_in_use(tmp_path: Path, shape: tuple[int, ...]) -> None:
    dataset = load_dataset(save(tmp_path, x=IMAGES.reshape(shape)), invert=False)
    together = torch.cat([dataset.train.images, dataset.val.images])
    assert together.shape == (30, 1, 28, 28) and together.sum() == IMAGES.sum()


@pytest.mark.parametrize(
    ("white", "dtype"),
    [
        (1, bool),
        (1, np.int64),
        (1.0, np.float16),
        (1.02, np.float32),
        (255, np.int32),
        (255.0, np.float64),
        (65535, np.uint16),
    ],
)
def test_white_is_white_whatever_the_numbers(tmp_path: Path, white: float, dtype: type) -> None:
    images = np.zeros((4, 28, 28), dtype)
    images[:, 10:18, 10:18] = white
    dataset = load_dataset(save(tmp_path, images=images))
    assert dataset.train.images[0, 0, 14, 14] == 255 and dataset.train.images[0, 0, 0, 0] == 0


@pytest.mark.parametrize(
    "labels", [np.eye(3)[np.arange(30) % 3], (np.arange(30) % 3)[:, None], np.arange(30) % 3 * 1.0]
)
def test_labels_as_other_tools_save_them(tmp_path: Path, labels: np.ndarray) -> None:
    dataset = load_dataset(save(tmp_path, images=IMAGES, labels=labels))
    assert dataset.train.labels is not None and dataset.val.labels is not None
    assert torch.cat([dataset.train.labels, dataset.val.labels]).bincount().tolist() == [10, 10, 10]


def test_light_paper_is_turned_in_both_splits_alike(tmp_path: Path) -> None:
    paper = np.full((10, 28, 28), 255, np.uint8)
    paper[:, 10:18, 10:18] = 0
    dark = np.zeros((2, 28, 28), np.uint8)
    dataset = load_dataset(save(tmp_path, x_train=paper, x_test=dark))
    assert dataset.train.images[0, 0, 14, 14] == 255 and dataset.train.images[0, 0, 0, 0] == 0
    assert dataset.test is not None and dataset.test.images.min() == 255


def test_a_pickle_in_disguise_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "own.npz").write_bytes(pickle.dumps({"images": IMAGES}))
    with pytest.raises(DataError, match="Python objects"):
        load_dataset(tmp_path / "own.npz")


def test_an_array_that_no_machine_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array_files, "MAX_BYTES", 1000)
    with pytest.raises(DataError, match="memory"):
        load_dataset(save(tmp_path, images=IMAGES))


def test_other_arrays_in_the_file_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(array_files, "MAX_BYTES", IMAGES.nbytes + 1000)
    path = save(tmp_path, images=IMAGES, embedding=np.zeros(IMAGES.size))
    assert len(load_dataset(path).train.images) == 27


def test_an_archive_of_other_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "own.npz", "w") as file:
        file.writestr("images", "text")
    with pytest.raises(DataError, match=r"no \.npz file"):
        load_dataset(tmp_path / "own.npz")


def test_headers_with_a_wrong_byte(tmp_path: Path) -> None:
    """Whatever byte of the header is wrong: the images, or one sentence."""
    stream = io.BytesIO()
    np.save(stream, IMAGES[:2])
    whole, path = stream.getvalue(), tmp_path / "own.npy"
    refused: list[str] = []
    for place in range(128):
        path.write_bytes(whole[:place] + b"(" + whole[place + 1 :])
        try:
            load_dataset(path)
        except DataError as error:
            refused.append(str(error))
    assert len(refused) > 30
    assert all(sentence.startswith(str(path)) and "\n" not in sentence for sentence in refused)
