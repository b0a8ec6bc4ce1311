"""IDX files, the format of MNIST and its relatives, raw, gzipped or xz-compressed (described on MNIST's home page)."""

import gzip
import lzma
import math
import struct
import zlib
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError
from vae_models.files.memory_limits import LackOfMemory, check_unpacked
from vae_models.files.reading import check_plain_file

CHUNK_BYTES = 1 << 20
ENDINGS = ("", ".gz", ".xz")


class DamagedFile(DataError):
    """A file whose contents are not what they were; another copy helps."""


def find_idx(folder: Path, stem: str) -> Path | None:
    """The file of that stem, raw, `.gz` or `.xz`; None when there is none."""
    return next((path for ending in ENDINGS if (path := folder / f"{stem}{ending}").is_file()), None)


def read_pair(
    folder: Path, stems: tuple[str, str], most: int | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images `(N, H, W)` and their labels `(N,)`, of the first `most` where that is given.

    Raises DataError when one is missing or they do not fit together.
    """
    paths = []
    for stem in stems:
        path = find_idx(folder, stem)
        if path is None:
            raise DataError(f"{folder} has no {stem}; complete the folder or choose another one.")
        paths.append(path)
    images, labels = read_images(paths[0], most), read_labels(paths[1], most)
    if len(images) != len(labels):
        raise DataError(
            f"{paths[1]} has {len(labels):,} labels for {len(images):,} images; use another copy of the data."
        )
    return images, labels


def read_images(path: Path, most: int | None = None) -> NDArray[np.uint8]:
    """`(N, H, W)` uint8, at most the first `most`. Raises DataError when the file is truncated, corrupt or no image file."""
    images = _read(path, 3, most)
    if 0 in images.shape:
        raise DataError(f"{path} holds no images; use another copy of the data.")
    return images


def read_labels(path: Path, most: int | None = None) -> NDArray[np.uint8]:
    """`(N,)` uint8, at most the first `most`. Raises DataError when the file is truncated, corrupt or no label file."""
    return _read(path, 1, most)


def _open(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path))
    return cast(BinaryIO, lzma.open(path)) if path.suffix == ".xz" else path.open("rb")


def _read(path: Path, dimensions: int, most: int | None) -> NDArray[np.uint8]:
    packed = check_plain_file(path)
    try:
        with _open(path) as file:
            whole, *sides = _shape(file.read(4 + 4 * dimensions), path, dimensions)
            count = whole if most is None else min(most, whole)
            expected = math.prod((count, *sides))
            check_unpacked(path, packed, expected)
            values = np.empty(expected, np.uint8)
            found = _fill(values.data, file)
            longer = found == expected and count == whole and file.read(1) != b""
    except (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError) as error:
        raise DamagedFile(f"{path} is corrupt or truncated; download it again.") from error
    except MemoryError as error:
        raise LackOfMemory(path) from error
    except OSError as error:
        raise DataError(f"{path} could not be read ({error.strerror or error}); choose another copy.") from error
    if longer:
        raise DamagedFile(f"{path} is longer than its header says; download it again.")
    if found < expected:
        raise DamagedFile(f"{path} is truncated ({found:,} of {expected:,} bytes); download it again.")
    return values.reshape(count, *sides)


def _fill(values: memoryview, file: BinaryIO) -> int:
    """How many bytes there were for `values`; no more is unpacked than fits into it."""
    found = 0
    while found < len(values) and (chunk := file.read(min(CHUNK_BYTES, len(values) - found))):
        values[found : found + len(chunk)] = chunk
        found += len(chunk)
    return found


def _shape(header: bytes, path: Path, dimensions: int) -> tuple[int, ...]:
    if len(header) < 4 + 4 * dimensions:
        raise DamagedFile(f"{path} is truncated: it ends within its header; download it again.")
    zero, kind, count, *shape = struct.unpack(f">HBB{dimensions}I", header)
    if zero != 0 or kind != 8 or count != dimensions:
        what = "images" if dimensions == 3 else "labels"
        raise DamagedFile(f"{path} is not an IDX file of {what}; use another copy of the data.")
    return tuple(shape)
