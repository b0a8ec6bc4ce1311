"""The public data sets: where their files lie, and what has to hold for them."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.data.catalogue import DATASETS
from vae_models.data.sources.idx_files import find_idx, read_pair
from vae_models.errors import DataError
from vae_models.files.user_folders import data_folder

SIZE = 28
DEBIAN_FOLDER = Path("/usr/share/datasets")

Arrays = tuple[NDArray[np.uint8], NDArray[np.uint8]]


@dataclass(frozen=True)
class NamedSet:
    """One public data set; `folder` is torchvision's name of it, stems those of its IDX files."""

    name: str
    folder: str
    train_stems: tuple[str, str] = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
    test_stems: tuple[str, str] = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    first_label: int = 0
    transposed: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        return self.train_stems + self.test_stems

    @property
    def download_folder(self) -> Path:
        return data_folder() / self.folder / "raw"

    def is_whole(self, folder: Path) -> bool:
        return all(find_idx(folder, stem) is not None for stem in self.stems)

    def arrays(self, stems: tuple[str, str], folder: Path, most: int | None = None) -> Arrays:
        """Upright images `(N, 28, 28)` and labels from 0 `(N,)`, of the first `most` where that is given.

        Raises DataError when they are not those of the set.
        """
        images, labels = read_pair(folder, stems, most)
        if images.shape[1:] != (SIZE, SIZE):
            height, width = images.shape[1:]
            raise DataError(
                f"{stems[0]} in {folder} has images of {height}x{width} pixels, not {SIZE}x{SIZE}; use another copy of "
                "the data."
            )
        first, last = self.first_label, self.first_label + len(DATASETS[self.name].classes) - 1
        if labels.min() < first or labels.max() > last:
            raise DataError(
                f"{stems[1]} in {folder} has labels from {labels.min()} to {labels.max()}, not from {first} to {last}; use "
                "another copy of the data."
            )
        return self.upright(images), labels - np.uint8(first)

    def upright(self, images: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return images.transpose(0, 2, 1) if self.transposed else images


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


def folder_in(named: NamedSet, root: Path) -> Path | None:
    """The folder in `root` that has the set's training images; None where there is none.

    `root` may be torchvision's root, a folder that holds one folder per set, or the IDX files' own folder.
    """
    places = [root / named.folder / "raw", root / named.folder, root / named.name]
    if not _belongs_to_another(named, root):
        places += [root, root / "raw"]
    return next((place for place in places if find_idx(place, named.train_stems[0]) is not None), None)


def _belongs_to_another(named: NamedSet, root: Path) -> bool:
    """Bare IDX files do not say of which set they are, so the name of the folder around them is believed."""
    return set_of_folder(root) not in (None, named.name)


def set_of_folder(folder: Path) -> str | None:
    """The set that a folder is named after, by its name here or in torchvision; None where it is named otherwise."""
    around = Path(os.path.realpath(folder))  # unlike resolve it takes links that go in a circle
    around = around.parent if around.name == "raw" else around
    return next((named.name for named in NAMED_SETS.values() if around.name in (named.name, named.folder)), None)


def folder_on_this_machine(named: NamedSet) -> Path | None:
    """Where an earlier download or Debian's package put the whole set; None where neither did."""
    places = (named.download_folder, DEBIAN_FOLDER / named.name)
    return next((place for place in places if named.is_whole(place)), None)
