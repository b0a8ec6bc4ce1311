"""The user's own images: a folder of files as 28x28 greyscale arrays."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError
from vae_models.image_files import SkippedFile, image_paths, load_images

SIZE = 28

# Folders that keep a test split apart, as many data sets are laid out.
_HELD_OUT = {"train": False, "training": False, "val": False, "validation": False, "test": True, "testing": True}


@dataclass(frozen=True)
class OwnImages:
    """Images `(N, 28, 28)` uint8, labels `(N,)` or None, a test split where the source has one."""

    images: NDArray[np.uint8]
    labels: NDArray[np.int64] | None
    class_names: tuple[str, ...] = ()
    test_images: NDArray[np.uint8] | None = None
    test_labels: NDArray[np.int64] | None = None
    skipped: tuple[SkippedFile, ...] = ()


def read_folder(folder: Path, invert: bool | None, cancelled: Callable[[], bool] | None = None) -> OwnImages:
    """Every readable image below the folder; where all lie in sub-folders, those are the classes.

    Sub-folders named train and test are splits, with the classes below them. Raises DataError, Cancelled.
    """
    paths = image_paths(folder)
    if not paths:
        raise DataError(f"{folder} holds no images; choose a folder with PNG or JPEG files.")
    images, used, skipped = load_images(paths, SIZE, invert, cancelled)
    if not used:
        raise DataError(f"None of the {len(paths)} images in {folder} can be read: {skipped[0].reason}")
    parts = [path.relative_to(folder).parts for path in used]
    held_out = _held_out(parts)
    if held_out is None:
        names, labels = _classes(parts)
        return OwnImages(images, labels, names, skipped=tuple(skipped))
    names, labels = _classes([part[1:] for part in parts])
    train, test = (None if labels is None else labels[where] for where in (~held_out, held_out))
    return OwnImages(images[~held_out], train, names, images[held_out], test, tuple(skipped))


def _held_out(parts: list[tuple[str, ...]]) -> NDArray[np.bool_] | None:
    """Which images are for testing `(N,)`; None where the folders do not say, or leave nothing to train on."""
    tops = [_HELD_OUT.get(part[0].lower()) if len(part) > 1 else None for part in parts]
    return np.array(tops, np.bool_) if set(tops) == {True, False} else None


def _classes(parts: list[tuple[str, ...]]) -> tuple[tuple[str, ...], NDArray[np.int64] | None]:
    """Names and labels `(N,)` by first folder; none where an image lies in no folder or all lie in one."""
    tops = [part[0] if len(part) > 1 else None for part in parts]
    names = tuple(sorted({top for top in tops if top is not None}))
    if None in tops or len(names) < 2:
        return (), None
    numbers = {name: number for number, name in enumerate(names)}
    return names, np.array([numbers[top] for top in tops if top is not None], np.int64)
