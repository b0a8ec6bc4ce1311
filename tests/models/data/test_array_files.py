"""The user's own arrays, as numpy saves them."""

import io
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from vae_models.data.load import load_dataset
from vae_models.errors import DataError
from vae_models.files import memory_limits

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
        ({"images": np.zeros(4)}, "not a stack of images"),
        ({"images": np.zeros((0, 28, 28))}, "not a stack of images"),
        ({"images": np.full((4, 28, 28), 1e300)}, "scale them"),
        ({"images": np.full((4, 28, 28), "text")}, "save them as numbers"),
        ({"a": np.zeros(2), "b": np.zeros(2)}, "no array named images"),
        ({}, "no array named images"),
        ({"images": np.zeros((4, 28, 28)), "labels": np.array([0.5] * 4)}, "not class numbers"),
        ({"images": np.zeros((4, 28, 28)), "labels": np.full(4, -1)}, "not class numbers"),
        ({"images": np.zeros((4, 28, 28)), "labels": np.array(["a"] * 4)}, "not class numbers"),
        ({"images": np.zeros((4, 28, 28)), "labels": np.array(3)}, "1 labels for 4 images"),
        ({"images": np.array(3)}, "not a stack of images"),
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


def test_a_list_of_arrays_without_end_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever number of arrays its end claims."""
    path = tmp_path / "own.npz"
    with zipfile.ZipFile(path, "w") as file:
        for number in range(25_000):
            file.writestr(f"{number}.npy", b"")
    content = bytearray(path.read_bytes())
    content[-14:-10] = struct.pack("<HH", 1, 1)  # of the end record's fields, the two counts of members
    path.write_bytes(content)
    listed: list[str] = []
    monkeypatch.setattr(zipfile, "ZipInfo", listed.append)
    with pytest.raises(DataError, match=r"own.npz lists more arrays than any data set has; save plain arrays"):
        load_dataset(path)
    assert listed == []


def test_many_arrays_in_one_file_are_no_harm(tmp_path: Path) -> None:
    rest = {f"a_long_name_of_an_array_{number}": np.zeros(1) for number in range(1000)}
    assert len(load_dataset(save(tmp_path, images=IMAGES, **rest)).train.images) == 27


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


def test_labels_that_leave_numbers_out_are_said_to(tmp_path: Path) -> None:
    dataset = load_dataset(save(tmp_path, images=IMAGES, labels=300 + np.arange(30) % 4))
    assert len(dataset.class_names) == 304
    (note,) = [note for note in dataset.notes if "classes" in note]
    assert note.startswith("300 of the 304 classes that the labels count (from 0) have no images;")
    whole = load_dataset(save(tmp_path, images=IMAGES, labels=np.arange(30) % 4))
    assert not any("classes" in note for note in whole.notes)


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


def test_splits_of_different_types_are_one_sentence(tmp_path: Path) -> None:
    """Their numbers mean different things: test images in [0, 1] would be black among training images in 0..255."""
    with pytest.raises(DataError, match=r"different types \(float64, uint8\); save all as the same one"):
        load_dataset(save(tmp_path, x_train=IMAGES, x_test=IMAGES[:5] / 255))
    assert load_dataset(save(tmp_path, x_train=IMAGES.astype("<u2"), x_test=IMAGES[:5].astype(">u2"))).test is not None


def test_an_array_that_no_machine_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_limits, "free_memory", lambda: 1000)
    with pytest.raises(DataError, match="memory"):
        load_dataset(save(tmp_path, images=IMAGES))


def test_other_arrays_in_the_file_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_limits, "free_memory", lambda: 2 * IMAGES.nbytes + 2000)
    path = save(tmp_path, images=IMAGES, embedding=np.zeros(IMAGES.size))
    assert len(load_dataset(path).train.images) == 27


def test_an_archive_of_other_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "own.npz", "w") as file:
        file.writestr("images", "text")
    with pytest.raises(DataError, match=r"save plain arrays with numpy\.savez"):
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


class TestRanges:
    """What becomes black and white; the rule itself is tried in test_value_ranges.py."""

    def test_twelve_bits_in_sixteen_use_all_shades(self, tmp_path: Path) -> None:
        images = np.random.default_rng(0).integers(110, 4096, (40, 28, 28)).astype(np.uint16)
        dataset = load_dataset(save(tmp_path, images=images), invert=False)
        assert dataset.train.images.min() == 0 and dataset.train.images.max() == 255
        assert dataset.train.images.float().mean() == pytest.approx(127.5, abs=3)
        assert any("Values from 110 to 4095" in note and "percentiles" in note for note in dataset.notes)

    def test_minus_one_to_one_is_taken_as_meant(self, tmp_path: Path) -> None:
        images = np.zeros((4, 28, 28), np.float32)
        images[:, :5], images[:, 20:] = -1, 1
        dataset = load_dataset(save(tmp_path, images=images), invert=False)
        assert dataset.train.images[0, 0, :, 0].unique().tolist() == [0, 128, 255]

    def test_one_range_for_all_splits_keeps_them_comparable(self, tmp_path: Path) -> None:
        rng = np.random.default_rng(0)
        dim, bright = (rng.normal(mean, 1, (30, 28, 28)) for mean in (-20, 20))
        dataset = load_dataset(save(tmp_path, x_train=dim, x_test=bright), invert=False)
        assert dataset.test is not None
        assert dataset.train.images.max() < 60 and dataset.test.images.min() > 190

    def test_a_range_that_is_asked_for(self, tmp_path: Path) -> None:
        path = save(tmp_path, images=np.full((4, 28, 28), 60.0))
        assert load_dataset(path, invert=False, value_range="10,110").train.images.unique().tolist() == [128]
        with pytest.raises(DataError, match="LOW,HIGH"):
            load_dataset(path, value_range="110,10")

    def test_bytes_stay_what_they_are_without_a_word(self, tmp_path: Path) -> None:
        dataset = load_dataset(save(tmp_path, images=IMAGES), invert=False)
        assert dataset.notes == () and dataset.train.images.max() == 99


class TestSplits:
    def test_the_datas_own_validation_is_used(self, tmp_path: Path) -> None:
        parts = {name: np.full((count, 28, 28), shade, np.uint8)
                 for name, count, shade in (("x_train", 30, 10), ("x_val", 5, 20), ("x_test", 6, 30))}  # fmt: skip
        labels = {f"y_{name[2:]}": np.full(len(images), images.max()) for name, images in parts.items()}
        dataset = load_dataset(save(tmp_path, **parts, **labels), invert=False)
        assert dataset.test is not None
        for split, count, shade in ((dataset.train, 30, 10), (dataset.val, 5, 20), (dataset.test, 6, 30)):
            assert split.labels is not None
            assert split.images.unique().tolist() == [shade] == split.labels.unique().tolist()
            assert len(split.images) == count == len(split.labels)
        assert dataset.describe_splits() == "30 for training, 5 for validation (the data's own), 6 for testing."

    def test_without_one_it_is_said_where_it_comes_from(self, tmp_path: Path) -> None:
        dataset = load_dataset(save(tmp_path, images=IMAGES))
        assert "3 for validation (drawn at random from the training images)" in dataset.describe_splits()


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((6, 28, 28, 3), "Colour was converted to grey."),
        ((6, 4, 28, 28), "the fourth channel, transparency, is left out"),
        ((6, 5, 28, 28), "Of 5 channels the first was taken"),
        ((6, 28, 28, 2), "Of 2 channels the first was taken"),
    ],
)
def test_what_is_left_out_of_several_channels_is_said(tmp_path: Path, shape: tuple[int, ...], words: str) -> None:
    images = np.zeros(shape, np.uint8)
    images[(slice(None), 0) if shape[1] < 28 else (..., 0)] = 100
    dataset = load_dataset(save(tmp_path, images=images), invert=False)
    assert dataset.train.images.shape[1:] == (1, 28, 28) and dataset.train.images.max() in (30, 100)
    assert any(words in note for note in dataset.notes)
