"""Data sets: the embedded MNIST, and public sets from a folder; and what can be wrong with them."""

import hashlib
import lzma
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.models.idx_sets import idx_bytes, write_set
from vae_models import get_recipe
from vae_models.data import load as data
from vae_models.data.catalogue import DATASETS
from vae_models.data.load import Dataset, load_dataset
from vae_models.data.sources import named_sets
from vae_models.data.sources.idx_files import read_images
from vae_models.errors import DataError, RunError
from vae_models.files import memory_limits
from vae_models.files.memory_limits import LackOfMemory
from vae_models.files.resources import resource
from vae_models.files.tensors import write_tensors
from vae_models.runs.folder import RunFolder
from vae_models.tools.embedded_mnist import MD5, compress
from vae_models.training.trainer import Trainer


class TestEmbeddedMnist:
    @pytest.mark.parametrize("stem", MD5)
    def test_it_is_the_published_files_byte_for_byte(self, stem: str) -> None:
        content = lzma.decompress(resource(f"mnist/{stem}.xz").read_bytes())
        assert hashlib.md5(content).hexdigest() == MD5[stem]

    def test_the_splits_are_mnists_own_and_leave_no_image_out(self, mnist: Dataset) -> None:
        assert mnist.test is not None and mnist.test.labels is not None
        assert mnist.train.images.shape == (59_000, 1, 28, 28) and mnist.train.images.dtype == torch.uint8
        assert mnist.val.images.shape == (1000, 1, 28, 28) and mnist.test.images.shape == (10_000, 1, 28, 28)
        files = [
            read_images(resource("mnist") / f"{part}-images-idx3-ubyte.xz").reshape(-1, 784)
            for part in ("train", "t10k")
        ]
        both = torch.cat([mnist.train.images, mnist.val.images]).flatten(1).numpy()
        assert sorted(map(bytes, both)) == sorted(map(bytes, files[0]))
        assert np.array_equal(mnist.test.images.flatten(1).numpy(), files[1])
        assert mnist.test.labels[:5].tolist() == [7, 2, 1, 0, 4] and mnist.class_names == tuple("0123456789")

    def test_what_validates_is_like_what_trains(self, mnist: Dataset) -> None:
        """The means of the thousand lie where those of a random thousand do, which the last thousand's do not."""
        pixels = mnist.train.images.flatten(1).float() / 255
        error = pixels.std(0) / 1000**0.5
        inked = error > 1e-3

        def distance(images: torch.Tensor) -> float:
            off = (images.flatten(1).float().mean(0) / 255 - pixels.mean(0)) / error
            return float(off[inked].square().mean())

        assert distance(mnist.val.images) < 1.5 < distance(mnist.train.images[-1000:])

    def test_it_takes_one_byte_a_pixel(self, mnist: Dataset) -> None:
        assert mnist.train.images.untyped_storage().nbytes() == 60_000 * 784

    def test_the_quick_set_is_its_first_ten_thousand_and_is_tested_on_the_same_digits(
        self, digits: Dataset, mnist: Dataset
    ) -> None:
        first = read_images(resource("mnist/train-images-idx3-ubyte.xz"), 10_000).reshape(-1, 784)
        both = torch.cat([digits.train.images, digits.val.images]).flatten(1).numpy()
        assert len(digits.train.images) == 9000 and len(digits.val.images) == 1000
        assert sorted(map(bytes, both)) == sorted(map(bytes, first))
        assert digits.test is not None and mnist.test is not None
        assert torch.equal(digits.test.images, mnist.test.images)

    def test_a_folder_that_has_mnist_is_read_where_it_is_given(self, tmp_path: Path) -> None:
        write_set(tmp_path)
        assert len(load_dataset("mnist", data_dir=tmp_path).train.images) == 36

    @pytest.mark.parametrize("name", ["mnist", "digits"])
    def test_a_lack_of_memory_is_no_damage(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(memory_limits, "free_memory", lambda: 1 << 20)
        with pytest.raises(LackOfMemory, match="does not fit into memory; close other programs"):
            load_dataset(name)

    def test_nor_is_one_that_shows_only_when_the_images_are_sorted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def exhausted(*_: object) -> object:
            raise MemoryError

        write_set(tmp_path)
        monkeypatch.setattr(data, "resource", lambda name: tmp_path)
        monkeypatch.setattr(data, "split_off", exhausted)
        with pytest.raises(LackOfMemory, match="does not fit into memory"):
            load_dataset("mnist")

    def test_a_damaged_installation_is_one_sentence(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_set(tmp_path)
        (tmp_path / "train-images-idx3-ubyte").rename(tmp_path / "train-images-idx3-ubyte.xz")
        monkeypatch.setattr(data, "resource", lambda name: tmp_path)
        with pytest.raises(DataError, match="reinstall the program"):
            load_dataset("mnist")

    def test_what_is_not_mnist_is_not_compressed(self, tmp_path: Path) -> None:
        write_set(tmp_path / "from", gz=True)
        with pytest.raises(DataError, match="is not MNIST's file of that name"):
            compress(tmp_path / "from", tmp_path / "to")
        assert not (tmp_path / "to").exists()


class TestTheSplit:
    def test_it_is_the_same_each_time_and_keeps_the_order(self, tmp_path: Path) -> None:
        train = write_set(tmp_path, count=300)
        first, second = (load_dataset("mnist", data_dir=tmp_path) for _ in range(2))
        assert torch.equal(first.val.images, second.val.images) and len(first.val.images) == 30
        places = {bytes(image.ravel()): place for place, image in enumerate(train)}
        for split in (first.train, first.val):
            order = [places[bytes(image.numpy().ravel())] for image in split.images]
            assert order == sorted(order)
            assert split.labels is not None and split.labels.tolist() == [place % 10 for place in order]

    @pytest.mark.parametrize("known", ["another split", None])
    def test_a_run_does_not_go_on_with_another_one(
        self, few_digits: Dataset, tmp_path: Path, known: str | None
    ) -> None:
        recipe = get_recipe("vae-2d").replace(hidden=(8,), epochs=2)
        run = RunFolder.create(tmp_path / "run", recipe, few_digits.name)
        steps = Trainer(recipe, few_digits, run=run, event_interval=0.0).steps()
        next(steps)
        steps.close()
        tensors, description = run.load_checkpoint()
        if known is None:  # as runs from before there was a choice
            del description["held_out"]
        else:
            description["held_out"] = known
        write_tensors(run.checkpoint_path, tensors, description)
        with pytest.raises(RunError, match="held out other images than few does now"):
            Trainer.resume(run, few_digits)


class TestFoldersOfIdxFiles:
    @pytest.mark.parametrize("place", ["FashionMNIST/raw", "fashion-mnist"])
    def test_a_path_to_a_known_set_has_its_names_too(self, tmp_path: Path, place: str) -> None:
        write_set(tmp_path / place)
        assert load_dataset(tmp_path / place).class_names == DATASETS["fashion-mnist"].classes

    @pytest.mark.parametrize("gz", [False, True])
    @pytest.mark.parametrize("place", ["FashionMNIST/raw", "FashionMNIST", "fashion-mnist", "."])
    def test_a_data_folder_is_used_without_download(self, tmp_path: Path, place: str, gz: bool) -> None:
        train = write_set(tmp_path / place, gz=gz)
        dataset = load_dataset("fashion-mnist", data_dir=tmp_path)
        assert len(dataset.train.images) == 36 and len(dataset.val.images) == 4
        assert dataset.test is not None and len(dataset.test.images) == 10
        both = torch.cat([dataset.train.images, dataset.val.images])[:, 0].numpy()
        assert sorted(map(bytes, both)) == sorted(map(bytes, train))
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
        with pytest.raises(DataError, match="allow its download"):
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
