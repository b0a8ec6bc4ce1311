"""Files that would hang a reader or fill the memory are refused before they are read."""

import gzip
import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.models.idx_sets import idx_bytes
from vae_models.data.image_files import load_grey_image
from vae_models.data.load import load_dataset
from vae_models.data.sources.idx_files import read_images, read_labels
from vae_models.errors import Cancelled, DataError, ModelError
from vae_models.files import memory_limits
from vae_models.files.memory_limits import check_unpacked, free_memory
from vae_models.files.reading import check_plain_file, damage_as, reading

FEW = np.zeros((30, 28, 28), np.uint8)


@pytest.mark.parametrize(
    "error",
    [NotImplementedError(), ZeroDivisionError(), TypeError(), RecursionError(), MemoryError(), OSError(5, "I/O")],
)
def test_whatever_goes_wrong_is_one_sentence_on_the_file(error: Exception) -> None:
    with pytest.raises(DataError, match=r"^a\.npz .*\.$"), reading("a.npz"):
        raise error


def test_a_lack_of_memory_is_not_called_damage() -> None:
    with pytest.raises(ModelError, match="not enough memory"), damage_as(ModelError, "It is damaged."):
        raise MemoryError
    with pytest.raises(ModelError, match="It is damaged"), damage_as(ModelError, "It is damaged."):
        raise RecursionError


def test_cancelling_and_sentences_pass() -> None:
    with pytest.raises(Cancelled), reading("a.npz"):
        raise Cancelled
    with pytest.raises(DataError, match=r"^As it is\.$"), reading("a.npz"):
        raise DataError("As it is.")


def test_free_memory_is_a_number_of_this_machine() -> None:
    assert 16 << 20 < free_memory() < 1 << 50


@pytest.mark.parametrize("installed", [48 << 30, None])
def test_systems_that_do_not_say_what_is_free_have_a_number_too(
    installed: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> str:
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "read_text", refused)
    if installed is None:  # as on Windows
        monkeypatch.delattr(os, "sysconf")
    else:
        monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": installed // 4096}.__getitem__)
    assert free_memory() == (installed or memory_limits.UNKNOWN_BYTES)


class TestNoPlainFiles:
    @pytest.fixture(params=["pipe", "device"])
    def path(self, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
        path = tmp_path / "own"
        if request.param == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")
        return path

    def test_every_reader_refuses_them_at_once(self, path: Path) -> None:
        for read in (check_plain_file, load_grey_image, read_images, read_labels, load_dataset):
            with pytest.raises(DataError):
                read(path)

    def test_in_a_folder_they_are_passed_over(self, path: Path) -> None:
        path.rename(path.with_name("a.png"))
        for number in range(3):
            Image.new("L", (28, 28)).save(path.with_name(f"{number}.png"))
        assert len(load_dataset(path.parent).train.images) == 2


class TestBombs:
    """Each is small, and says that it unpacks to far more than images do, or to more than fits."""

    def test_what_no_images_do(self) -> None:
        check_unpacked("a", 1000, 60 << 20)
        check_unpacked("dsprites.npz", 18 << 20, 3_020_000_000)
        with pytest.raises(DataError, match="which no images do"):
            check_unpacked("bomb.gz", 1_900_000, 2_000_000_000)

    def test_what_does_not_fit_into_the_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(memory_limits, "free_memory", lambda: 1 << 30)
        check_unpacked("a", 500 << 20, 500 << 20)
        with pytest.raises(DataError, match="does not fit into memory"):
            check_unpacked("a", 600 << 20, 600 << 20)

    def test_idx(self, tmp_path: Path) -> None:
        header = idx_bytes(np.zeros((1, 1, 1), np.uint8))[:4] + struct.pack(">III", 4_000_000, 28, 28)
        with gzip.open(tmp_path / "bomb.gz", "wb", compresslevel=1) as file:
            file.write(header + bytes(1 << 20))
        (tmp_path / "raw").write_bytes(header)
        for name in ("bomb.gz", "raw"):
            with pytest.raises(DataError):
                read_images(tmp_path / name)

    def test_npz_that_says_what_it_unpacks_to(self, tmp_path: Path) -> None:
        np.savez_compressed(tmp_path / "own.npz", images=np.zeros((150_000, 28, 28), np.uint8))
        with pytest.raises(DataError, match="which no images do"):
            load_dataset(tmp_path / "own.npz")

    def test_images_of_one_pixel_each_which_grow_into_squares(self, tmp_path: Path) -> None:
        np.save(tmp_path / "own.npy", np.zeros((200_000, 1, 1), np.uint8))
        with pytest.raises(DataError, match="which no images do"):
            load_dataset(tmp_path / "own.npy")

    def test_labels_far_more_than_images(self, tmp_path: Path) -> None:
        np.savez_compressed(tmp_path / "own.npz", images=FEW, labels=np.zeros((30, 200_000), np.int64))
        with pytest.raises(DataError):
            load_dataset(tmp_path / "own.npz")

    def test_dsprites(self, tmp_path: Path) -> None:
        np.savez_compressed(
            tmp_path / "own.npz", imgs=np.zeros((20_000, 64, 64), np.uint8), latents_classes=np.zeros((20_000, 6), int)
        )
        with pytest.raises(DataError, match="which no images do"):
            load_dataset(tmp_path / "own.npz")

    def test_a_sparse_file_larger_than_the_memory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(memory_limits, "free_memory", lambda: 1 << 30)
        np.save(tmp_path / "own.npy", FEW)
        content = (tmp_path / "own.npy").read_bytes()[:128].replace(b"(30, 28, 28)", b"(9999999, 28, 28)")
        with (tmp_path / "own.npy").open("wb") as file:
            file.write(content[:-6] + b"\n")
            file.truncate(8 << 30)
        with pytest.raises(DataError):
            load_dataset(tmp_path / "own.npy")

    def test_a_member_that_unpacks_to_more_than_it_says_is_left_at_that(self, tmp_path: Path) -> None:
        np.savez_compressed(tmp_path / "own.npz", images=FEW)
        content = bytearray((tmp_path / "own.npz").read_bytes())
        with zipfile.ZipFile(tmp_path / "own.npz") as file:
            size = struct.pack("<I", file.infolist()[0].file_size)
        place = content.rindex(size)
        content[place : place + 4] = struct.pack("<I", 500)
        (tmp_path / "own.npz").write_bytes(content)
        with pytest.raises(DataError, match="corrupt or truncated"):
            load_dataset(tmp_path / "own.npz")
