"""Data sets as uint8 tensors: the embedded MNIST, the public sets, and the user's own images."""

import itertools
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from vae_models.data.catalogue import DATASETS, Wanted
from vae_models.data.download.downloads import Cancel, DownloadProgress, Report
from vae_models.data.download.named_downloads import check_once, discard_set, download_set
from vae_models.data.image_files import looks_like_image
from vae_models.data.image_squares import fit_all, fit_notes, ought_to_turn
from vae_models.data.sources.array_files import read_arrays
from vae_models.data.sources.idx_files import DamagedFile, find_idx, read_pair
from vae_models.data.sources.named_sets import (
    NAMED_SETS,
    SIZE,
    Arrays,
    NamedSet,
    folder_in,
    folder_on_this_machine,
    set_of_folder,
)
from vae_models.data.sources.own_images import OwnImages, Part, read_folder, read_stack
from vae_models.data.sources.picture_sets import SkippedFile
from vae_models.data.sources.shape_sets import TEST, VALIDATION, is_dsprites, read_dsprites, shape_set
from vae_models.data.sources.shapes import FACTOR_NAMES, SHAPES
from vae_models.data.splits import Split, split_off, to_split
from vae_models.data.value_ranges import AUTO, check_range
from vae_models.errors import DataError, DataNotHere
from vae_models.files.memory_limits import LackOfMemory
from vae_models.files.reading import reading
from vae_models.files.resources import resource
from vae_models.kinds.lookup import implementation

__all__ = ["Dataset", "DownloadProgress", "SkippedFile", "Split", "load_dataset"]

DIGITS = 10_000  # of the training images: the quick set


@dataclass(frozen=True, eq=False)
class Dataset:
    """Disjoint splits; `test` is the data's own test split where it has one, never trained on nor used to choose.

    `factor_names` says what the columns of the splits' factors are; empty where the factors are not known. `notes` are
    sentences on what was done to the images and what was left out of them; `validation` says where the validation images
    come from, `value_range` and `invert` are the options by which own images were read.
    """

    name: str
    train: Split
    val: Split
    test: Split | None = None
    class_names: tuple[str, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    origin: str = ""
    factor_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    validation: str = ""
    value_range: str = AUTO
    invert: bool | None = None

    def describe_splits(self) -> str:
        """How many images there are of each split, and whose the validation is."""
        parts = [f"{len(self.train.images):,} for training", f"{len(self.val.images):,} for validation"]
        parts[-1] += f" ({self.validation})" if self.validation else ""
        if self.test is not None:
            parts.append(f"{len(self.test.images):,} for testing")
        return ", ".join(parts) + "."

    def describe_skipped(self) -> str:
        """A sentence on the files that could not be read; empty where all could."""
        count = len(self.skipped)
        if count == 0:
            return ""
        return "One unreadable file was skipped." if count == 1 else f"{count:,} unreadable files were skipped."


def load_dataset(
    source: str | Path, *, data_dir: Path | None = None, download: bool = False, invert: bool | None = None,
    value_range: str = AUTO, progress: Report | None = None, cancelled: Cancel | None = None,
) -> Dataset:  # fmt: skip
    """A named data set, or a path: a folder of images or of IDX files, an `.npz` (also dSprites'), an `.npy`, an image
    with many pages.

    `data_dir` is looked into first; `download` allows fetching a named set that is nowhere on this machine. MNIST and its
    quick set need neither: they come with the program, and a `data_dir` is another place to read MNIST from. `invert`
    turns dark-on-light images; None decides by their borders. `value_range` says which numbers of own images are black
    and white: "auto", "percentile", "full" or "LOW,HIGH" (see `value_ranges.choose_range`). Raises DataError with one
    sentence, Cancelled when `cancelled()` becomes true.
    """
    check_range(value_range)
    if isinstance(source, str) and source in DATASETS:
        wanted = Wanted(data_dir, download, progress, cancelled)
        named: Dataset = implementation(DATASETS[source].load)(source, wanted)
        return named
    path = _existing(source)
    return replace(_from_path(path, invert, cancelled, value_range), value_range=value_range, invert=invert)


def _from_path(path: Path, invert: bool | None, cancelled: Cancel | None, value_range: str) -> Dataset:
    if path.is_dir():
        return _from_folder(path, invert, cancelled, value_range)
    if is_dsprites(path):
        return _with_factors(str(path), *read_dsprites(path), origin=str(path))
    if looks_like_image(path.name):
        return _own(str(path), read_stack(path, invert, cancelled, value_range))
    return _own(str(path), read_arrays(path, invert, value_range))


def _with_factors(name: str, images: NDArray[np.uint8], factors: NDArray[np.int64], *, origin: str) -> Dataset:
    """The last images test, those before them validate; the label is the first factor, the shape."""
    tests, validations = min(TEST, len(images) // 7), min(VALIDATION, len(images) // 20)
    if validations == 0:
        raise DataError(f"{name} has {len(images)} images; training, validation and test need at least 20.")
    both, numbers = to_split(images, factors[:, 0]), torch.from_numpy(factors)
    assert both.labels is not None
    cuts = (0, len(images) - tests - validations, len(images) - tests, len(images))
    parts = (slice(*pair) for pair in itertools.pairwise(cuts))
    train, val, test = [Split(both.images[part], both.labels[part], numbers[part]) for part in parts]
    own = factors.shape[1] == len(FACTOR_NAMES)
    names = FACTOR_NAMES if own else tuple(f"factor {k + 1}" for k in range(factors.shape[1]))
    classes = SHAPES if factors[:, 0].max() < len(SHAPES) else tuple(map(str, range(int(factors[:, 0].max()) + 1)))
    return Dataset(name, train, val, test, classes, origin=origin, factor_names=names)


def _existing(source: str | Path) -> Path:
    shown = repr(str(source)[:200])
    try:
        path = Path(source).expanduser()
        # An empty string would be the current folder.
        if str(source).strip() and (path.is_dir() or path.is_file()):
            return path
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{shown} cannot be opened ({reason}); choose another path.") from error
    raise DataError(f"There is no data set or path {shown}; the data sets are {', '.join(DATASETS)}.")


def embedded_mnist(name: str, wanted: Wanted) -> Dataset:
    """As it comes with the program, or from a folder where one is said."""
    return embedded(name, "MNIST, embedded") if wanted.data_dir is None else public_set(name, wanted)


def quick_set(name: str, wanted: Wanted) -> Dataset:
    return embedded(name, f"MNIST's first {DIGITS:,} training digits", DIGITS)


def drawn_shapes(name: str, wanted: Wanted) -> Dataset:
    return _with_factors(name, *shape_set(name), origin="drawn by the program")


def embedded(name: str, origin: str, most: int | None = None) -> Dataset:
    """MNIST as it comes with the program, or its first training images; tested on MNIST's own test split."""
    folder = resource("mnist")
    try:
        with reading(folder):
            return replace(_from_files(NAMED_SETS["mnist"], folder, most), name=name, origin=origin)
    except LackOfMemory:
        raise
    except DataError as error:
        raise DataError(f"The embedded MNIST in {folder} is damaged; reinstall the program.") from error


def public_set(name: str, wanted: Wanted) -> Dataset:
    """One of `NAMED_SETS`."""
    named, data_dir, download = NAMED_SETS[name], wanted.data_dir, wanted.download
    if data_dir is not None:
        folder = folder_in(named, data_dir)
        if folder is not None:
            return _from_files(named, folder)
        if not download:
            raise _not_in(data_dir, named)
    folder = folder_on_this_machine(named)
    if not download:
        if folder is None:
            raise DataNotHere(
                f"{DATASETS[named.name].long_title} is not on this machine; allow its download, or give a folder that holds it."
            )
        return _on_this_machine(named, folder)
    folder = folder or download_set(named, wanted.progress, wanted.cancelled)
    try:
        return _on_this_machine(named, folder)
    except DamagedFile:
        if folder != named.download_folder:
            raise
        discard_set(named)
        return _from_files(named, download_set(named, wanted.progress, wanted.cancelled))


def _on_this_machine(named: NamedSet, folder: Path) -> Dataset:
    if folder == named.download_folder:
        check_once(named)
    return _from_files(named, folder)


def _not_in(data_dir: Path, named: NamedSet) -> DataError:
    if not data_dir.is_dir():
        return DataError(f"There is no folder {data_dir}; choose another folder.")
    return DataError(
        f"{data_dir} has no {DATASETS[named.name].long_title}: looked for {named.folder}/raw/{named.train_stems[0]} and for the "
        "files themselves, raw or .gz; choose another folder."
    )


def _from_files(named: NamedSet, folder: Path, most: int | None = None) -> Dataset:
    """Of the first `most` training images, where that is given."""
    train, val = split_off(*named.arrays(named.train_stems, folder, most))
    test = to_split(*named.arrays(named.test_stems, folder)) if _has_test(named, folder) else None
    return Dataset(named.name, train, val, test, DATASETS[named.name].classes, origin=str(folder))


def _has_test(named: NamedSet, folder: Path) -> bool:
    return find_idx(folder, named.test_stems[0]) is not None


def _from_folder(folder: Path, invert: bool | None, cancelled: Cancel | None, value_range: str) -> Dataset:
    layout = next((named for named in NAMED_SETS.values() if find_idx(folder, named.train_stems[0])), None)
    if layout is None:
        return _own(str(folder), read_folder(folder, invert, cancelled, value_range))
    stems = (layout.train_stems, layout.test_stems) if _has_test(layout, folder) else (layout.train_stems,)
    (first, *rest), notes = _own_idx([_idx(layout, each, folder) for each in stems], invert)
    train, val = split_off(*first)
    test = to_split(*rest[0]) if rest else None
    highest = max(int(split.labels.max()) for split in (train, val, test) if split and split.labels is not None)
    names = DATASETS[layout.name].classes if layout.first_label else _class_names(folder, highest)
    return Dataset(str(folder), train, val, test, names, origin=str(folder), notes=notes)


def _class_names(folder: Path, highest: int) -> tuple[str, ...]:
    """Bare IDX files do not say of which set they are; the name of the folder around them may."""
    named = set_of_folder(folder)
    known = DATASETS[named].classes if named else ()
    return known if highest < len(known) else tuple(map(str, range(highest + 1)))


def _idx(layout: NamedSet, stems: tuple[str, str], folder: Path) -> Arrays:
    """Like a named set, but with any number of classes and images of any size."""
    return layout.arrays(stems, folder) if layout.first_label else read_pair(folder, stems)


def _own_idx(splits: list[Arrays], invert: bool | None) -> tuple[list[Arrays], tuple[str, ...]]:
    """All splits as squares, treated alike, and what was done; those that are squares already are as MNIST means them."""
    shapes = [images.shape[1:] for images, _ in splits for _ in images]
    if set(shapes) == {(SIZE, SIZE)}:
        return splits, ()
    turn = ought_to_turn(splits[0][0]) if invert is None else invert
    return [(fit_all(images, SIZE, turn), labels) for images, labels in splits], fit_notes(shapes, SIZE, turn)


def _own(name: str, own: OwnImages) -> Dataset:
    if len(own.train.images) < (2 if own.val is None else 1):
        raise DataError(f"{name} has one readable image; training and validation need at least two.")
    if own.val is None:
        train, val = split_off(own.train.images, own.train.labels, len(own.train.images), own.train.files)
    else:
        train, val = _part(own.train), _part(own.val)
    test = None if own.test is None else _part(own.test)
    validation = "drawn at random from the training images" if own.val is None else "the data's own"
    return Dataset(
        name, train, val, test, own.class_names, own.skipped, name, notes=own.notes, validation=validation
    )  # fmt: skip


def _part(part: Part) -> Split:
    return to_split(part.images, part.labels, part.files)
