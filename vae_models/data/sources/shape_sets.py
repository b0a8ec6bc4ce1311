"""Data sets whose factors are known: the program's own shapes, and dSprites' file where the user has it."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.data.sources.npy_files import ArrayFile, StoredArray, read_header
from vae_models.data.sources.shapes import COUNT, draw, factors_of
from vae_models.errors import DataError
from vae_models.files.memory_limits import check_unpacked
from vae_models.files.reading import reading

SHAPE_SETS = {"shapes": 28, "shapes-64": 64}  # the side of the images

# A seeded subset without repeats; all of them would be 0.6 or 3 GB.
TRAIN, VALIDATION, TEST = 30_000, 1_000, 5_000
SEED = 0
CHUNK_BYTES = 1 << 24

DSPRITES_KEYS = {"imgs", "latents_classes"}
MAX_FACTORS = 100
COLOUR = 0  # dSprites' first factor has one value only

Arrays = tuple[NDArray[np.uint8], NDArray[np.int64]]


def shape_set(name: str) -> Arrays:
    """Images `(36,000, side, side)` and factors `(36,000, 5)` of a named set: training, validation, then test."""
    factors = factors_of(_subset(COUNT))
    return draw(factors, SHAPE_SETS[name]), factors


def _subset(count: int) -> NDArray[np.int64]:
    return np.random.default_rng(SEED).choice(count, min(count, TRAIN + VALIDATION + TEST), replace=False)


def is_dsprites(path: Path) -> bool:
    """Whether an `.npz` has dSprites' arrays; False for whatever cannot be opened."""
    try:
        return set(ArrayFile(path).names) >= DSPRITES_KEYS
    except DataError:
        return False


def read_dsprites(path: Path) -> Arrays:
    """Like `shape_set`, a seeded subset of dSprites' images at 64x64 and their factors without the colour.

    The file's images are read in passing, so that the 3 GB they take unpacked are never held; its other arrays, one of
    them a pickle, are left alone. Raises DataError when the file is damaged.
    """
    with reading(path):
        file = ArrayFile(path)
        images, factors = file["imgs"], file["latents_classes"]
        _check_table(factors, path)
        _check_images(images, factors.shape[0], path)
        classes = factors.read().astype(np.int64)
        if classes.min() < 0:
            raise _no_table(path)
        chosen = _subset(len(classes))
        return _rows(images, chosen), np.delete(classes[chosen], COLOUR, axis=1)


def _check_table(factors: StoredArray, path: Path) -> None:
    if len(factors.shape) != 2 or factors.shape[0] == 0 or factors.dtype.kind not in "iu":
        raise _no_table(path)
    if not 2 <= factors.shape[1] <= MAX_FACTORS:
        raise _no_table(path)


def _no_table(path: Path) -> DataError:
    return DataError(f"The latents_classes in {path} are no table of factors; use dSprites' own file.")


def _check_images(images: StoredArray, count: int, path: Path) -> None:
    shape, pixels = images.shape, images.dtype in (np.uint8, np.bool_)
    if len(shape) != 3 or shape[0] != count or 0 in shape or not pixels or images.in_columns:
        raise DataError(f"The imgs in {path} are not {count:,} images of bytes; use another copy.")


def _rows(images: StoredArray, chosen: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The chosen images, in the order of `chosen`, as 0 or 255."""
    count, height, width = images.shape
    size = height * width
    check_unpacked(images.path, images.packed, len(chosen) * size)
    order = np.argsort(chosen)
    found = np.empty((len(chosen), height, width), np.uint8)
    step = max(1, CHUNK_BYTES // size)
    with images.open() as stream:
        read_header(stream)
        for start in range(0, count, step):
            rows = min(step, count - start)
            part = np.frombuffer(stream.read(rows * size), np.uint8).reshape(rows, height, width)
            low, high = np.searchsorted(chosen[order], (start, start + rows))
            found[order[low:high]] = part[chosen[order[low:high]] - start]
    if found.max(initial=0) <= 1:
        found *= 255
    return found
