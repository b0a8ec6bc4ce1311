"""Data sets: the embedded digits, public sets from a folder, own images; and everything that can be wrong with them."""

import gzip
import hashlib
import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from vae_models.data import Dataset, load_dataset
from vae_models.errors import DataError
from vae_models.idx_files import read_images, read_labels


def idx_bytes(array: np.ndarray) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


def write_set(folder: Path, count: int = 40, prefix: str = "", gz: bool = False, first_label: int = 0) -> np.ndarray:
    """Four IDX files with random images; returns the training images."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(0)
    train = random.integers(0, 256, (count, 28, 28), np.uint8)
    names = {
        "train": (f"{prefix}train" if prefix else "train", train, count),
        "test": (f"{prefix}test" if prefix else "t10k", random.integers(0, 256, (10, 28, 28), np.uint8), 10),
    }
    for stem, images, number in names.values():
        labels = np.arange(number) % 10 + first_label
        for name, array in ((f"{stem}-images-idx3-ubyte", images), (f"{stem}-labels-idx1-ubyte", labels)):
            content = idx_bytes(array)
            (folder / f"{name}.gz").write_bytes(gzip.compress(content)) if gz else (folder / name).write_bytes(content)
    return train


class TestEmbeddedDigits:
    def test_they_are_the_bytes_that_were_converted(self, digits: Dataset) -> None:
        images = torch.cat([digits.train.images, digits.val.images])
        expected = "2f7182bf021ffc5c1f62db987487f14d899b5c639f421a80f3095affc09a7db2"
        assert hashlib.sha256(images.numpy().tobytes()).hexdigest() == expected

    def test_the_split_is_fixed_and_leaves_no_image_out(self, digits: Dataset) -> None:
        assert digits.train.images.shape == (9000, 1, 28, 28) and digits.train.images.dtype == torch.uint8
        assert digits.val.images.shape == (1000, 1, 28, 28) and digits.test is None
        assert digits.train.labels is not None and digits.train.labels[:5].tolist() == [5, 0, 4, 1, 9]
        assert digits.class_names == tuple("0123456789")

    @pytest.mark.skipif("LATENT_EXPLORER_DATA" not in os.environ, reason="LATENT_EXPLORER_DATA names no full MNIST")
    def test_they_equal_the_full_sets_first_ten_thousand(self, digits: Dataset) -> None:
        full = load_dataset("mnist", data_dir=Path(os.environ["LATENT_EXPLORER_DATA"]))
        assert torch.equal(torch.cat([digits.train.images, digits.val.images]), full.train.images[:10_000])
        assert digits.train.labels is not None and full.train.labels is not None
        assert torch.equal(digits.train.labels, full.train.labels[:9000])
        assert full.test is not None and len(full.test.images) == 10_000
        assert len(full.train.images) + len(full.val.images) == 60_000


class TestFoldersOfIdxFiles:
    @pytest.mark.parametrize("gz", [False, True])
    @pytest.mark.parametrize("place", ["FashionMNIST/raw", "FashionMNIST", "fashion-mnist", "."])
    def test_a_data_folder_is_used_without_download(self, tmp_path: Path, place: str, gz: bool) -> None:
        train = write_set(tmp_path / place, gz=gz)
        dataset = load_dataset("fashion-mnist", data_dir=tmp_path)
        assert len(dataset.train.images) == 36 and len(dataset.val.images) == 4
        assert dataset.test is not None and len(dataset.test.images) == 10
        assert np.array_equal(torch.cat([dataset.train.images, dataset.val.images])[:, 0].numpy(), train)
        assert dataset.class_names[9] == "Ankle boot"

    def test_letters_stand_upright_and_count_from_a(self, tmp_path: Path) -> None:
        train = write_set(tmp_path / "EMNIST" / "raw", prefix="emnist-letters-", first_label=1)
        dataset = load_dataset("emnist-letters", data_dir=tmp_path)
        assert np.array_equal(dataset.train.images[0, 0].numpy(), train[0].T)
        assert dataset.train.labels is not None and dataset.train.labels[0].item() == 0

    def test_a_folder_of_idx_files_may_be_the_source_itself(self, tmp_path: Path) -> None:
        write_set(tmp_path)
        assert len(load_dataset(tmp_path).train.images) == 36

    def test_memory_is_one_byte_a_pixel(self, tmp_path: Path) -> None:
        write_set(tmp_path, count=500)
        dataset = load_dataset("mnist", data_dir=tmp_path)
        assert dataset.train.images.nbytes + dataset.val.images.nbytes == 500 * 784
        assert dataset.train.images.untyped_storage().data_ptr() == dataset.val.images.untyped_storage().data_ptr()

    def test_an_empty_folder_is_one_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="choose another folder"):
            load_dataset("mnist", data_dir=tmp_path)

    def test_a_set_that_is_not_here_says_how_to_get_it(self) -> None:
        with pytest.raises(DataError, match="--download"):
            load_dataset("kmnist")

    def test_an_unknown_name_lists_the_known(self) -> None:
        with pytest.raises(DataError, match="emnist-letters"):
            load_dataset("imagenet")

    def test_labels_that_do_not_match(self, tmp_path: Path) -> None:
        write_set(tmp_path)
        (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx_bytes(np.zeros(39)))
        with pytest.raises(DataError, match="39 labels for 40 images"):
            load_dataset("mnist", data_dir=tmp_path)

    def test_a_missing_label_file(self, tmp_path: Path) -> None:
        write_set(tmp_path)
        (tmp_path / "train-labels-idx1-ubyte").unlink()
        with pytest.raises(DataError, match="has no train-labels"):
            load_dataset("mnist", data_dir=tmp_path)


class TestDamagedIdxFiles:
    GOOD = idx_bytes(np.zeros((3, 28, 28)))

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("short", GOOD[:10], "within its header"),
            ("cut", GOOD[:-5], "truncated"),
            ("long", GOOD + b"x", "longer than"),
            ("labels", idx_bytes(np.zeros(3)) + b"\0" * 100, "not an IDX file of images"),
            ("magic", b"\1" + GOOD[1:], "not an IDX file"),
            ("none", idx_bytes(np.zeros((0, 28, 28))), "holds no images"),
            ("cut.gz", gzip.compress(GOOD)[:-20], "corrupt or truncated"),
            ("not.gz", GOOD, "corrupt or truncated"),
        ],
    )
    def test_images(self, tmp_path: Path, name: str, content: bytes, words: str) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=words) as caught:
            read_images(tmp_path / name)
        assert name in str(caught.value)

    def test_labels_that_are_images(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(self.GOOD)
        with pytest.raises(DataError, match="not an IDX file of labels"):
            read_labels(tmp_path / "file")


class TestOwnFolder:
    def test_images_of_all_kinds_become_28x28_grey(self, tmp_path: Path) -> None:
        for number in range(8):
            Image.new("RGB", (40 + number, 20), (255, 255, 255)).save(tmp_path / f"{number}.png")
        Image.new("CMYK", (30, 30)).save(tmp_path / "print.jpg")
        (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
        (tmp_path / "notes.txt").write_text("no image")
        dataset = load_dataset(tmp_path)
        assert len(dataset.train.images) + len(dataset.val.images) == 9
        assert dataset.train.images.shape[1:] == (1, 28, 28) and dataset.train.labels is None
        assert [skipped.path.name for skipped in dataset.skipped] == ["broken.png"]

    def test_sub_folders_are_classes(self, tmp_path: Path) -> None:
        for name in ("cat", "dog"):
            (tmp_path / name).mkdir()
            for number in range(3):
                Image.new("L", (28, 28), number).save(tmp_path / name / f"{number}.png")
        dataset = load_dataset(tmp_path)
        assert dataset.class_names == ("cat", "dog")
        assert dataset.train.labels is not None and dataset.val.labels is not None
        assert sorted(torch.cat([dataset.train.labels, dataset.val.labels]).tolist()) == [0, 0, 0, 1, 1, 1]

    def test_dark_ink_on_light_paper_is_inverted_unless_told_otherwise(self, tmp_path: Path) -> None:
        paper = np.full((28, 28), 255, np.uint8)
        paper[10:18, 10:18] = 0
        for number in range(2):
            Image.fromarray(paper).save(tmp_path / f"{number}.png")
        assert load_dataset(tmp_path).train.images[0, 0, 14, 14] == 255
        assert load_dataset(tmp_path, invert=False).train.images[0, 0, 14, 14] == 0

    def test_without_images_or_with_unreadable_ones_only(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="holds no images"):
            load_dataset(tmp_path)
        (tmp_path / "a.png").write_bytes(b"")
        with pytest.raises(DataError, match="None of the 1 images"):
            load_dataset(tmp_path)
        Image.new("L", (5, 5)).save(tmp_path / "b.png")
        with pytest.raises(DataError, match="at least two"):
            load_dataset(tmp_path)


class TestOwnArrays:
    IMAGES = np.random.default_rng(1).integers(0, 100, (30, 28, 28), np.uint8)

    def save(self, path: Path, **arrays: object) -> Path:
        np.savez(path / "own.npz", **arrays)  # type: ignore[arg-type]
        return path / "own.npz"

    def test_the_names_that_keras_uses(self, tmp_path: Path) -> None:
        labels = np.arange(30) % 3
        path = self.save(tmp_path, x_train=self.IMAGES, y_train=labels, x_test=self.IMAGES[:5], y_test=labels[:5])
        dataset = load_dataset(path, invert=False)
        assert len(dataset.train.images) == 27 and dataset.test is not None and len(dataset.test.images) == 5
        assert dataset.class_names == ("0", "1", "2")

    def test_a_single_array_of_any_name_floats_and_colours(self, tmp_path: Path) -> None:
        colours = np.random.default_rng(0).random((20, 32, 40, 3)).astype(np.float32)
        dataset = load_dataset(self.save(tmp_path, anything=colours), invert=False)
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
            ({"images": np.array([{"a": 1}] * 3, object)}, "Python objects"),
        ],
    )
    def test_arrays_that_do_not_fit(self, tmp_path: Path, arrays: dict[str, object], words: str) -> None:
        with pytest.raises(DataError, match=words):
            load_dataset(self.save(tmp_path, **arrays))

    @pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 cut off"])
    def test_files_that_are_no_npz(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "own.npz").write_bytes(content)
        with pytest.raises(DataError):
            load_dataset(tmp_path / "own.npz")

    def test_a_damaged_archive(self, tmp_path: Path) -> None:
        path = self.save(tmp_path, images=self.IMAGES)
        with zipfile.ZipFile(path) as file:
            offset = file.infolist()[0].header_offset
        content = bytearray(path.read_bytes())
        content[offset + 500] ^= 0xFF
        path.write_bytes(content)
        with pytest.raises(DataError, match="corrupt"):
            load_dataset(path)
