"""The user's own images: a folder of files, or one file with many pages, as 28x28 greyscale arrays."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.data.image_files import looks_like_image, read_pages, read_picture
from vae_models.data.sources.picture_sets import PictureSet, SkippedFile
from vae_models.data.value_ranges import AUTO
from vae_models.errors import Cancelled, DataError, printable

SIZE = 28

Cancel = Callable[[], bool]

# Folders that keep the splits apart, as many data sets are laid out.
_SPLITS = {
    "train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val", "test": "test",
    "testing": "test",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Part:
    """Images `(N, 28, 28)` uint8; labels `(N,)` or None; `files` names where each comes from, where that is known."""

    images: NDArray[np.uint8]
    labels: NDArray[np.int64] | None = None
    files: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class OwnImages:
    """Images to train on, validation and test splits where the source has them, and what was done to the images."""

    train: Part
    val: Part | None = None
    test: Part | None = None
    class_names: tuple[str, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    notes: tuple[str, ...] = ()


def read_folder(folder: Path, invert: bool | None, cancelled: Cancel | None = None, wanted: str = AUTO) -> OwnImages:
    """Every readable image below the folder; where all lie in sub-folders, those are the classes.

    Sub-folders named train, val and test are splits, with the classes below them. `wanted`: the range of values, see
    `choose_range`. Raises DataError, Cancelled.
    """
    paths = image_paths(folder, cancelled)
    if not paths:
        raise DataError(f"{folder} holds no images; choose a folder with PNG or JPEG files.")
    pictures, used, skipped = _load(paths, wanted, cancelled)
    if not used:
        raise DataError(f"None of the {len(paths)} images in {folder} can be read: {skipped[0].reason}")
    images, notes = pictures.squares(invert)
    parts = [path.relative_to(folder).parts for path in used]
    files = np.array([printable("/".join(part)) for part in parts], object)
    splits = _splits(parts)
    names, labels = _classes(parts if splits is None else [part[1:] for part in parts])
    found = {
        split: Part(images[where], None if labels is None else labels[where], tuple(files[where]))
        for split in ("train", "val", "test")
        if (where := np.full(len(parts), split == "train") if splits is None else splits == split).any()
    }
    return OwnImages(found["train"], found.get("val"), found.get("test"), names, tuple(skipped), notes)


def read_stack(path: Path, invert: bool | None, cancelled: Cancel | None = None, wanted: str = AUTO) -> OwnImages:
    """The pages or frames of one file are the images. Raises DataError where it has only one, Cancelled."""
    pictures, files = PictureSet(SIZE, 1000, wanted), []
    for number, picture in enumerate(read_pages(path, needed=SIZE), 1):
        if cancelled is not None and cancelled():
            raise Cancelled
        if picture.pages < 2:
            raise DataError(f"{path} is a single image; choose the folder with all of them.")
        pictures.add(picture, str(path))
        files.append(printable(f"{path.name}, page {number}"))
    note = f"The {len(pictures):,} pages or frames of {path.name} are the images."
    images, notes = pictures.squares(invert, pages=False)
    return OwnImages(Part(images, None, tuple(files)), notes=(note, *notes))


def image_paths(folder: Path, cancelled: Cancel | None = None) -> list[Path]:
    """All files below the folder that look like images by their suffix, in order of name; hidden ones are left out.

    Raises Cancelled: a whole disk takes minutes.
    """
    found = []
    for place, folders, files in os.walk(folder):
        if cancelled is not None and cancelled():
            raise Cancelled
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        found += [Path(place, name) for name in files if not name.startswith(".") and looks_like_image(name)]
    return sorted(path for path in found if path.is_file())


def _load(paths: list[Path], wanted: str, cancelled: Cancel | None) -> tuple[PictureSet, list[Path], list[SkippedFile]]:
    """The pictures, the paths they came from, and those that could not be read. Raises Cancelled."""
    pictures, used, skipped = PictureSet(SIZE, len(paths), wanted), [], []
    for path in paths:
        if cancelled is not None and cancelled():
            raise Cancelled
        try:
            pictures.add(read_picture(path, needed=SIZE), str(path))
            used.append(path)
        except DataError as error:
            skipped.append(SkippedFile(path, str(error)))
    return pictures, used, skipped


def _splits(parts: list[tuple[str, ...]]) -> NDArray[np.str_] | None:
    """The split of each image `(N,)`; None where the folders do not say, or leave nothing to train on."""
    tops = [_SPLITS.get(part[0].lower(), "") if len(part) > 1 else "" for part in parts]
    found = set(tops)
    return np.array(tops) if "" not in found and "train" in found and len(found) > 1 else None


def _classes(parts: list[tuple[str, ...]]) -> tuple[tuple[str, ...], NDArray[np.int64] | None]:
    """Names and labels `(N,)` by first folder; none where an image lies in no folder or all lie in one."""
    tops = [part[0] if len(part) > 1 else None for part in parts]
    names = sorted({top for top in tops if top is not None})
    if None in tops or len(names) < 2:
        return (), None
    numbers = {name: number for number, name in enumerate(names)}
    return tuple(map(printable, names)), np.array([numbers[top] for top in tops if top is not None], np.int64)
