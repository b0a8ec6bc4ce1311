"""The public data sets: where their files lie, and where torchvision's classes say they come from."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.downloads import Report, download
from vae_models.errors import DataError
from vae_models.idx_files import find_idx, read_images, read_labels
from vae_models.user_folders import data_folder

DEBIAN_FOLDER = Path("/usr/share/datasets")

Arrays = tuple[NDArray[np.uint8], NDArray[np.uint8]]


@dataclass(frozen=True)
class NamedSet:
    """One public data set; `folder` and `torchvision_class` are torchvision's names, stems those of its IDX files."""

    name: str
    folder: str
    train_stems: tuple[str, str] = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
    test_stems: tuple[str, str] = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    first_label: int = 0
    transposed: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        return self.train_stems + self.test_stems

    def arrays(self, stems: tuple[str, str], folder: Path) -> Arrays:
        """Upright images `(N, H, W)` and labels from 0 `(N,)`. Raises DataError when the files do not fit together."""
        paths = [find_idx(folder, stem) for stem in stems]
        if paths[0] is None or paths[1] is None:
            missing = stems[0] if paths[0] is None else stems[1]
            raise DataError(f"{folder} has no {missing}; complete the folder or choose another one.")
        images, labels = read_images(paths[0]), read_labels(paths[1])
        if len(images) != len(labels):
            raise DataError(
                f"{paths[1]} has {len(labels):,} labels for {len(images):,} images; use another copy of the data."
            )
        if labels.min(initial=255) < self.first_label:
            raise DataError(f"{paths[1]} has labels below {self.first_label}; use another copy of the data.")
        return images.transpose(0, 2, 1) if self.transposed else images, labels - np.uint8(self.first_label)


NAMED_SETS = {
    named.name: named
    for named in (
        NamedSet("mnist", "MNIST"),
        NamedSet("fashion-mnist", "FashionMNIST"),
        NamedSet("kmnist", "KMNIST"),
        NamedSet(
            "emnist-letters",
            "EMNIST",
            ("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte"),
            ("emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte"),
            first_label=1,
            transposed=True,
        ),
    )
}


def find_folder(named: NamedSet, data_dir: Path | None) -> Path | None:
    """The folder that has the set's images; None where it is not on this machine.

    `data_dir` may be torchvision's root, a folder that holds one folder per set, or the IDX files' own folder.
    """
    roots = [data_dir] if data_dir else [data_folder(), DEBIAN_FOLDER]
    for root in roots:
        # A folder of bare IDX files does not say of which set they are: only one that the user points at is believed.
        own = [root, root / "raw"] if data_dir else []
        for folder in [root / named.folder / "raw", root / named.folder, root / named.name, *own]:
            if find_idx(folder, named.train_stems[0]) is not None:
                return folder
    return None


def download_set(named: NamedSet, report: Report | None, cancelled: Callable[[], bool] | None) -> Path:
    """Fetches what is missing and returns the folder. Raises DataError and Cancelled like `download`."""
    # torchvision takes a second to import, so only a download pays for it.
    from vae_models.torchvision_import import torchvision

    folder = data_folder() / named.folder / "raw"
    source = getattr(torchvision.datasets, named.folder)
    if named.name == "emnist-letters":
        archive = folder / "gzip.zip"
        if not archive.exists():
            download([source.url], archive, source.md5, progress=report, cancelled=cancelled)
        _unpack(archive, folder, named.stems)
        return folder
    for file, md5 in source.resources:
        if not (folder / file).exists() and find_idx(folder, Path(file).stem) is None:
            urls = [f"{mirror}{file}" for mirror in source.mirrors]
            download(urls, folder / file, md5, progress=report, cancelled=cancelled)
    return folder


def _unpack(archive: Path, folder: Path, stems: tuple[str, ...]) -> None:
    try:
        with zipfile.ZipFile(archive) as file:
            members = {Path(name).name: name for name in file.namelist()}
            for stem in stems:
                content = file.read(members[f"{stem}.gz"])
                (folder / f"{stem}.gz").write_bytes(content)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise DataError(f"{archive} could not be unpacked; delete it and download again.") from error
    archive.unlink()  # half a gigabyte, of which the letters are a small part
