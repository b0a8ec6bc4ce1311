"""Data sets as uint8 tensors: the embedded digits, the public sets, and the user's own images."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vae_models.dataset_names import CLASS_NAMES, DATASET_NAMES, DATASET_TITLES
from vae_models.downloads import DownloadProgress, Report
from vae_models.errors import DataError
from vae_models.idx_files import find_idx
from vae_models.image_files import SkippedFile
from vae_models.named_sets import NAMED_SETS, NamedSet, download_set, find_folder
from vae_models.own_images import OwnImages, read_folder, read_npz
from vae_models.resources import resource

__all__ = ["DATASET_NAMES", "Dataset", "DownloadProgress", "SkippedFile", "Split", "load_dataset"]

VALIDATION_IMAGES = 1_000


@dataclass(frozen=True, eq=False)
class Split:
    """images: uint8 `(N, 1, H, W)`; labels: int64 `(N,)`, or None where there are none."""

    images: Tensor
    labels: Tensor | None = None


@dataclass(frozen=True, eq=False)
class Dataset:
    """Disjoint splits; `test` is the data's own test split where it has one, never trained on nor used to choose."""

    name: str
    train: Split
    val: Split
    test: Split | None = None
    class_names: tuple[str, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    origin: str = ""


def load_dataset(
    source: str | Path, *, data_dir: Path | None = None, download: bool = False, invert: bool | None = None,
    progress: Report | None = None, cancelled: Callable[[], bool] | None = None,
) -> Dataset:  # fmt: skip
    """A named data set, or a path to a folder of images, a folder of IDX files or an `.npz`.

    `download` allows fetching a named set that is not on this machine. `invert` turns dark-on-light images; None decides
    by their border. Raises DataError with one sentence, Cancelled when `cancelled()` becomes true.
    """
    if source == "digits":
        return _embedded()
    if isinstance(source, str) and source in NAMED_SETS:
        return _named(NAMED_SETS[source], data_dir, download, progress, cancelled)
    path = Path(source).expanduser()
    if path.is_dir():
        if find_idx(path, "train-images-idx3-ubyte"):
            return _from_idx(NAMED_SETS["mnist"], path, name=str(path), class_names=())
        return _own(str(path), read_folder(path, invert))
    if path.is_file():
        return _own(str(path), read_npz(path, invert))
    raise DataError(f"There is no data set or path {str(source)!r}; the data sets are {', '.join(DATASET_NAMES)}.")


def _embedded() -> Dataset:
    with np.load(resource("digits/digits.npz"), allow_pickle=False) as file:
        images, labels = file["images"], file["labels"]
    train, val = _split_off(images, labels)
    return Dataset("digits", train, val, None, CLASS_NAMES["digits"], origin="MNIST's first 10,000 training digits")


def _named(
    named: NamedSet,
    data_dir: Path | None,
    download: bool,
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
) -> Dataset:
    folder = find_folder(named, data_dir)
    if data_dir is not None and folder is None:
        raise DataError(
            f"{data_dir} has no {DATASET_TITLES[named.name]}: looked for {named.folder}/raw/{named.train_stems[0]} and for "
            "the files themselves, raw or .gz; choose another folder."
        )
    incomplete = folder is None or any(find_idx(folder, stem) is None for stem in named.stems)
    if incomplete and data_dir is None:
        if not download:
            raise DataError(
                f"{DATASET_TITLES[named.name]} is not on this machine; allow its download (--download, or the button in the "
                "window) or give a folder that has it (--data-dir)."
            )
        folder = download_set(named, progress, cancelled)
    assert folder is not None
    return _from_idx(named, folder, named.name, CLASS_NAMES[named.name])


def _from_idx(named: NamedSet, folder: Path, name: str, class_names: tuple[str, ...]) -> Dataset:
    images, labels = named.arrays(named.train_stems, folder)
    test = None
    if find_idx(folder, named.test_stems[0]) is not None:
        test = _to_split(*named.arrays(named.test_stems, folder))
    class_names = class_names or tuple(map(str, range(int(labels.max(initial=0)) + 1)))
    train, val = _split_off(images, labels)
    return Dataset(name, train, val, test, class_names, origin=str(folder))


def _own(name: str, own: OwnImages) -> Dataset:
    if len(own.images) < 2:
        raise DataError(f"{name} has one readable image; training and validation need at least two.")
    order = np.random.default_rng(0).permutation(len(own.images))
    labels = None if own.labels is None else own.labels[order]
    train, val = _split_off(own.images[order], labels, max(1, len(order) // 10))
    test = None if own.test_images is None else _to_split(own.test_images, own.test_labels)
    return Dataset(name, train, val, test, own.class_names, own.skipped, origin=name)


def _split_off(
    images: NDArray[np.uint8], labels: NDArray[np.integer] | None, count: int = VALIDATION_IMAGES
) -> tuple[Split, Split]:
    """Training and validation; the last `count` images, at most a tenth of them, are for validation."""
    count = min(count, max(1, len(images) // 10))
    if len(images) < 2:
        raise DataError("The data has a single image; training and validation need at least two.")
    both = _to_split(images, labels)
    cut = len(images) - count
    parts = [
        (both.images[part], None if both.labels is None else both.labels[part])
        for part in (slice(cut), slice(cut, None))
    ]
    return Split(*parts[0]), Split(*parts[1])


def _to_split(images: NDArray[np.uint8], labels: NDArray[np.integer] | None) -> Split:
    # One copy out of the file's read-only buffer; splits of it are views.
    tensor = torch.from_numpy(np.array(images, dtype=np.uint8, order="C")).unsqueeze(1)
    return Split(tensor, None if labels is None else torch.from_numpy(labels.astype(np.int64)))
