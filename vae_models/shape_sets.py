"""Data sets whose factors are known: the program's own shapes, and dSprites' file where the user has it."""

import zipfile
import zlib
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError
from vae_models.shapes import COUNT, draw, factors_of

SHAPE_SETS = {"shapes": 28, "shapes-64": 64}  # the side of the images

# A seeded subset without repeats; all of them would be 0.6 or 3 GB.
TRAIN, VALIDATION, TEST = 30_000, 1_000, 5_000
SEED = 0
CHUNK_BYTES = 1 << 24

DSPRITES_KEYS = {"imgs", "latents_classes"}
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
        with zipfile.ZipFile(path) as archive:
            return {name.removesuffix(".npy") for name in archive.namelist()} >= DSPRITES_KEYS
    except (OSError, zipfile.BadZipFile):
        return False


def read_dsprites(path: Path) -> Arrays:
    """Like `shape_set`, a seeded subset of dSprites' images at 64x64 and their factors without the colour.

    The file's images are read in passing, so that the 3 GB they take unpacked are never held; its other arrays, one of
    them a pickle, are left alone. Raises DataError when the file is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            with archive.open("latents_classes.npy") as stream:
                classes = np.asarray(np.lib.format.read_array(stream, allow_pickle=False), np.int64)
            chosen = _subset(len(classes))
            with archive.open("imgs.npy") as stream:
                images = _rows(stream, chosen, len(classes))
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error, MemoryError) as error:
        raise DataError(f"{path} is damaged or not dSprites' file ({error}); use another copy.") from error
    if classes.ndim != 2 or classes.shape[1] < 2 or classes.min() < 0:
        raise DataError(f"The latents_classes in {path} are no table of factors; use dSprites' own file.")
    return images, np.delete(classes[chosen], COLOUR, axis=1)


def _rows(stream: IO[bytes], chosen: NDArray[np.int64], count: int) -> NDArray[np.uint8]:
    """The chosen images out of an `.npy` of `(count, H, W)`, in the order of `chosen`, as 0 or 255."""
    shape, dtype = _header(stream)
    if len(shape) != 3 or shape[0] != count or dtype not in (np.uint8, np.bool_):
        raise ValueError(f"its imgs are {dtype} of shape {shape}")
    order = np.argsort(chosen)
    found = np.empty((len(chosen), *shape[1:]), np.uint8)
    size = shape[1] * shape[2]
    step = max(1, CHUNK_BYTES // size)
    for start in range(0, count, step):
        rows = min(step, count - start)
        content = stream.read(rows * size)
        if len(content) != rows * size:
            raise ValueError("it ends too early")
        low, high = np.searchsorted(chosen[order], (start, start + rows))
        part = np.frombuffer(content, np.uint8).reshape(rows, *shape[1:])
        found[order[low:high]] = part[chosen[order[low:high]] - start]
    if found.max(initial=0) <= 1:
        found *= 255
    return found


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype]:
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = read(stream)
    if fortran:
        raise ValueError("its imgs are in another order")
    return shape, dtype
