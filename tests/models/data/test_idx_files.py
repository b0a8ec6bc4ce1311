"""IDX files, and each way in which one can be damaged."""

import gzip
import lzma
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.models.idx_sets import idx_bytes
from vae_models.data.sources import idx_files
from vae_models.data.sources.idx_files import DamagedFile, find_idx, read_images, read_labels
from vae_models.errors import DataError

IMAGES = np.random.default_rng(0).integers(0, 256, (3, 28, 20), np.uint8)


@pytest.mark.parametrize(("ending", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
def test_what_was_written_is_read(tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / f"images{ending}"
    path.write_bytes(pack(idx_bytes(IMAGES)))
    assert find_idx(tmp_path, "images") == path
    assert np.array_equal(read_images(path), IMAGES)


def test_the_first_ones_alone(tmp_path: Path) -> None:
    (tmp_path / "images.xz").write_bytes(lzma.compress(idx_bytes(IMAGES)))
    assert np.array_equal(read_images(tmp_path / "images.xz", 2), IMAGES[:2])
    assert np.array_equal(read_images(tmp_path / "images.xz", 9), IMAGES)


def test_a_stem_without_a_file(tmp_path: Path) -> None:
    assert find_idx(tmp_path, "images") is None


class TestDamage:
    GOOD = idx_bytes(IMAGES)

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
            ("cut.xz", lzma.compress(GOOD)[:-20], "corrupt or truncated"),
            ("not.xz", GOOD, "corrupt or truncated"),
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

    def test_a_file_that_unpacks_to_far_more_than_it_says_is_not_unpacked(self, tmp_path: Path) -> None:
        with gzip.open(tmp_path / "bomb.gz", "wb", compresslevel=1) as file:
            file.write(self.GOOD + bytes(64 << 20))
        with pytest.raises(DamagedFile, match="longer than"):
            read_images(tmp_path / "bomb.gz")

    def test_a_size_that_no_machine_holds(self, tmp_path: Path) -> None:
        (tmp_path / "huge").write_bytes(struct.pack(">HBB3I", 0, 8, 3, 2**32 - 1, 2**32 - 1, 2**32 - 1))
        with pytest.raises(DataError, match="GB"):
            read_images(tmp_path / "huge")

    def test_a_file_for_which_there_is_no_memory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def exhausted(*_: object) -> object:
            raise MemoryError

        (tmp_path / "images.gz").write_bytes(gzip.compress(self.GOOD))
        monkeypatch.setattr(idx_files.gzip, "open", exhausted)
        with pytest.raises(DataError, match="memory"):
            read_images(tmp_path / "images.gz")
