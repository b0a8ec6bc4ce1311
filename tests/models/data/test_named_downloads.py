"""Named sets that are fetched: from torchvision's addresses, which here lead to a server on this machine."""

import gzip
import hashlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.models.idx_sets import set_files, write_set
from tests.models.loopback import Server, serving
from vae_models.data.catalogue import DATASETS
from vae_models.data.download import named_downloads
from vae_models.data.download.downloads import DownloadProgress
from vae_models.data.download.url_reader import is_private
from vae_models.data.load import load_dataset
from vae_models.data.sources import named_sets
from vae_models.data.sources.named_sets import NAMED_SETS
from vae_models.data.sources.shape_sets import SHAPE_SETS
from vae_models.errors import Cancelled, DataError

LETTERS = NAMED_SETS["emnist-letters"]
NOBODY = "http://127.0.0.1:9/"


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def letters_archive() -> bytes:
    """The letters among other files, as in EMNIST's archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("gzip/emnist-balanced-mapping.txt", "0 48")
        for name, content in set_files(prefix="emnist-letters-", gz=True, first_label=1).items():
            file.writestr(f"gzip/{name}", content)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def no_installed_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Debian's folder of data sets, empty."""
    monkeypatch.setattr(named_sets, "DEBIAN_FOLDER", tmp_path / "datasets")
    return tmp_path / "datasets"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """KMNIST and EMNIST, small."""
    from vae_models.data.download.torchvision_import import torchvision

    files = set_files(gz=True) | {"gzip.zip": letters_archive()}
    with serving(files) as server:
        kmnist, emnist = torchvision.datasets.KMNIST, torchvision.datasets.EMNIST
        monkeypatch.setattr(kmnist, "mirrors", [server.url])
        monkeypatch.setattr(kmnist, "resources", [(name, md5(files[name])) for name, _ in kmnist.resources])
        monkeypatch.setattr(emnist, "url", f"{server.url}gzip.zip")
        monkeypatch.setattr(emnist, "md5", md5(files["gzip.zip"]))
        yield server


def test_a_set_is_fetched_once_and_found_afterwards(server: Server) -> None:
    reports: list[DownloadProgress] = []
    dataset = load_dataset("kmnist", download=True, progress=reports.append)
    assert len(dataset.train.images) == 36 and len(dataset.val.images) == 4
    assert dataset.test is not None and len(dataset.test.images) == 10
    assert len({report.file for report in reports}) == 4
    asked = len(server.ranges)
    load_dataset("kmnist")
    load_dataset("kmnist", download=True)
    assert len(server.ranges) == asked == 4


def test_only_what_is_missing_is_fetched(server: Server) -> None:
    load_dataset("kmnist", download=True)
    (NAMED_SETS["kmnist"].download_folder / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataError, match="allow its download"):
        load_dataset("kmnist")
    load_dataset("kmnist", download=True)
    assert len(server.ranges) == 5


def test_a_file_damaged_on_disk_is_fetched_again(server: Server) -> None:
    load_dataset("kmnist", download=True)
    file = NAMED_SETS["kmnist"].download_folder / "train-images-idx3-ubyte.gz"
    file.write_bytes(file.read_bytes()[:-30])
    with pytest.raises(DataError, match="download it again"):
        load_dataset("kmnist")
    assert len(load_dataset("kmnist", download=True).train.images) == 36


def test_files_that_are_here_are_verified_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    load_dataset("kmnist", download=True)
    folder = NAMED_SETS["kmnist"].download_folder
    (folder / named_downloads.MARKER).unlink()
    checked: list[str] = []

    def matches(path: Path, checksum: str) -> bool:
        checked.append(path.name)
        return md5(path.read_bytes()) == checksum

    monkeypatch.setattr(named_downloads, "matches", matches)
    for _ in range(2):
        load_dataset("kmnist")
    assert sorted(checked) == sorted(f"{stem}.gz" for stem in NAMED_SETS["kmnist"].stems)
    other = gzip.compress(gzip.decompress((folder / "t10k-labels-idx1-ubyte.gz").read_bytes()), 1, mtime=5)
    (folder / "t10k-labels-idx1-ubyte.gz").write_bytes(other)
    with pytest.raises(DataError, match="not the file that was published"):
        load_dataset("kmnist")
    assert len(load_dataset("kmnist", download=True).train.images) == 36


@pytest.mark.parametrize(
    "content", ["", "{", "[" * 100_000, "[]", "pipe"], ids=["empty", "half", "deep", "list", "pipe"]
)
def test_a_note_that_is_none_means_verifying_again(server: Server, content: str) -> None:
    load_dataset("kmnist", download=True)
    note = NAMED_SETS["kmnist"].download_folder / named_downloads.MARKER
    note.unlink()
    if content != "pipe":
        note.write_text(content)
    elif hasattr(os, "mkfifo"):
        os.mkfifo(note)
    load_dataset("kmnist")
    assert len(json.loads(note.read_text())) == 4


def test_a_note_that_is_a_link_is_replaced_and_not_followed(server: Server, tmp_path: Path) -> None:
    load_dataset("kmnist", download=True)
    note, mine = NAMED_SETS["kmnist"].download_folder / named_downloads.MARKER, tmp_path / "mine"
    note.unlink()
    mine.write_text("mine")
    note.symlink_to(mine)
    load_dataset("kmnist")
    assert mine.read_text() == "mine" and not note.is_symlink()


def test_every_address_is_private() -> None:
    from vae_models.data.download.torchvision_import import torchvision

    for name in ("FashionMNIST", "KMNIST"):
        for mirror in getattr(torchvision.datasets, name).mirrors:
            assert is_private(named_downloads.by_https(mirror))
    assert is_private(named_downloads.by_https(torchvision.datasets.EMNIST.url))
    assert all(is_private(url) for mirrors in named_downloads.MIRRORS.values() for url in mirrors)


def test_letters_come_out_of_their_archive_upright(server: Server) -> None:
    reports: list[DownloadProgress] = []
    dataset = load_dataset("emnist-letters", download=True, progress=reports.append)
    plain = set_files(prefix="emnist-letters-")["emnist-letters-train-images-idx3-ubyte"]
    first = np.frombuffer(plain, np.uint8, offset=16)[:784].reshape(28, 28)
    assert np.array_equal(dataset.train.images[0, 0].numpy(), first.T)
    assert dataset.class_names[0] == "a" and dataset.train.labels is not None and dataset.train.labels[0] == 0
    assert {report.file for report in reports} == {"gzip.zip", *(f"{stem}.gz" for stem in LETTERS.stems)}
    # The archive is large, and all that is needed of it is beside it now.
    assert sorted(os.listdir(LETTERS.download_folder)) == sorted(f"{stem}.gz" for stem in LETTERS.stems)


def test_unpacking_can_be_cancelled_and_goes_on_next_time(server: Server) -> None:
    reports: list[DownloadProgress] = []
    with pytest.raises(Cancelled):
        load_dataset(
            "emnist-letters", download=True, progress=reports.append,
            cancelled=lambda: any(report.file != "gzip.zip" for report in reports),
        )  # fmt: skip
    with pytest.raises(DataError, match="not on this machine"):
        load_dataset("emnist-letters")
    assert len(load_dataset("emnist-letters", download=True).train.images) == 36
    assert len(server.ranges) == 1


def test_an_archive_that_is_none_is_removed(server: Server) -> None:
    LETTERS.download_folder.mkdir(parents=True)
    (LETTERS.download_folder / "gzip.zip").write_bytes(b"PK nonsense")
    with pytest.raises(DataError, match="download it again"):
        load_dataset("emnist-letters", download=True)
    assert len(load_dataset("emnist-letters", download=True).train.images) == 36


@pytest.mark.parametrize("name", ["kmnist", "emnist-letters"])
def test_offline_nothing_is_left_broken(name: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    from vae_models.data.download.torchvision_import import torchvision

    monkeypatch.setattr(torchvision.datasets.KMNIST, "mirrors", [NOBODY])
    monkeypatch.setattr(torchvision.datasets.EMNIST, "url", f"{NOBODY}gzip.zip")
    with pytest.raises(DataError, match="MNIST comes with the program"):
        load_dataset(name, download=True)
    assert list(NAMED_SETS[name].download_folder.iterdir()) == []
    assert len(load_dataset("digits").train.images) == 9000


def test_a_data_folder_without_the_set_does_not_stand_in_the_way_of_its_download(
    server: Server, tmp_path: Path
) -> None:
    write_set(tmp_path / "MNIST" / "raw")
    with pytest.raises(DataError, match="choose another folder"):
        load_dataset("kmnist", data_dir=tmp_path)
    assert load_dataset("kmnist", data_dir=tmp_path, download=True).name == "kmnist"


def test_a_set_installed_by_the_system_is_found(no_installed_sets: Path) -> None:
    write_set(no_installed_sets / "fashion-mnist", gz=True)
    assert len(load_dataset("fashion-mnist").train.images) == 36


def test_a_torchvision_that_does_not_load_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vae_models.data.download.torchvision_import", None)
    with pytest.raises(DataError, match="torchvision"):
        load_dataset("kmnist", download=True)


def test_every_name_is_embedded_drawn_or_can_be_fetched() -> None:
    assert tuple(DATASETS) == ("mnist", "digits", *(name for name in NAMED_SETS if name != "mnist"), *SHAPE_SETS)
