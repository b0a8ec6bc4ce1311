"""Data sets: the embedded digits, and public sets from a folder; and what can be wrong with them."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.models.idx_sets import idx_bytes, write_set
from vae_models import data, named_sets
from vae_models.data import Dataset, load_dataset
from vae_models.errors import DataError


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

    def test_a_damaged_installation_is_one_sentence(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "digits.npz").write_bytes(b"PK cut off")
        monkeypatch.setattr(data, "resource", lambda name: tmp_path / Path(name).name)
        with pytest.raises(DataError, match="install the program again"):
            load_dataset("digits")

    @pytest.mark.skipif("LATENT_EXPLORER_DATA" not in os.environ, reason="LATENT_EXPLORER_DATA names no full MNIST")
    def test_they_equal_the_full_sets_first_ten_thousand(self, digits: Dataset) -> None:
        full = load_dataset("mnist", data_dir=Path(os.environ["LATENT_EXPLORER_DATA"]))
        assert torch.equal(torch.cat([digits.train.images, digits.val.images]), full.train.images[:10_000])
        assert digits.train.labels is not None and full.train.labels is not None
        assert torch.equal(digits.train.labels, full.train.labels[:9000])
        assert full.test is not None and len(full.test.images) == 10_000
        assert len(full.train.images) == 59_000 and len(full.val.images) == 1000
        assert full.train.images.untyped_storage().nbytes() == 60_000 * 784  # 47 MB: one byte a pixel, no copy


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

    def test_an_own_set_of_idx_files_may_have_any_classes_and_sizes(self, tmp_path: Path) -> None:
        write_set(tmp_path)
        (tmp_path / "train-images-idx3-ubyte").write_bytes(idx_bytes(np.zeros((40, 32, 20))))
        (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx_bytes(np.arange(40)))
        dataset = load_dataset(tmp_path)
        assert dataset.train.images.shape == (36, 1, 28, 28) and dataset.class_names[-1] == "39"
        (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(idx_bytes(np.arange(10) + 40))
        assert load_dataset(tmp_path).class_names[-1] == "49"

    def test_a_folder_of_letters_may_be_the_source_itself(self, tmp_path: Path) -> None:
        train = write_set(tmp_path, prefix="emnist-letters-", first_label=1)
        dataset = load_dataset(tmp_path)
        assert np.array_equal(dataset.train.images[0, 0].numpy(), train[0].T) and dataset.class_names[0] == "a"

    def test_the_files_of_another_set_are_not_taken_for_it(self, tmp_path: Path) -> None:
        write_set(tmp_path / "FashionMNIST" / "raw")
        for folder in (tmp_path / "FashionMNIST" / "raw", tmp_path / "FashionMNIST"):
            assert load_dataset("fashion-mnist", data_dir=folder).class_names[0] == "T-shirt"
            with pytest.raises(DataError, match="has no MNIST"):
                load_dataset("mnist", data_dir=folder)

    def test_a_data_folder_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="There is no folder"):
            load_dataset("mnist", data_dir=tmp_path / "absent")

    @pytest.mark.parametrize("source", ["", " ", "~nobody-of-this-name/x", "x" * 5000, "nul\0"])
    def test_a_source_that_cannot_be_a_path(self, source: str) -> None:
        with pytest.raises(DataError, match=r"no data set or path|cannot be opened"):
            load_dataset(source)

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("train-labels-idx1-ubyte", idx_bytes(np.full(40, 10)), "labels from 10 to 10, not from 0 to 9"),
            ("train-images-idx3-ubyte", idx_bytes(np.zeros((40, 32, 32))), "32x32 pixels, not 28x28"),
        ],
    )
    def test_files_that_are_not_those_of_the_set(self, tmp_path: Path, name: str, content: bytes, words: str) -> None:
        write_set(tmp_path)
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=words):
            load_dataset("mnist", data_dir=tmp_path)

    def test_an_empty_folder_is_one_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="choose another folder"):
            load_dataset("mnist", data_dir=tmp_path)

    def test_a_set_that_is_not_here_says_how_to_get_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(named_sets, "DEBIAN_FOLDER", tmp_path)
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
