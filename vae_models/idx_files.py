"""IDX files, the format of MNIST and its relatives, raw or gzipped (described on MNIST's home page)."""

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError

MAX_BYTES = 4 * 1024**3


def find_idx(folder: Path, stem: str) -> Path | None:
    """The file of that stem, raw or `.gz`; None when there is neither."""
    return next((path for path in (folder / stem, folder / f"{stem}.gz") if path.is_file()), None)


def read_images(path: Path) -> NDArray[np.uint8]:
    """`(N, H, W)` uint8. Raises DataError when the file is truncated, corrupt or no image file."""
    images = _read(path, dimensions=3)
    if 0 in images.shape:
        raise DataError(f"{path} holds no images; use another copy of the data.")
    return images


def read_labels(path: Path) -> NDArray[np.uint8]:
    """`(N,)` uint8. Raises DataError when the file is truncated, corrupt or no label file."""
    return _read(path, dimensions=1)


def _read(path: Path, dimensions: int) -> NDArray[np.uint8]:
    content = _content(path)
    header = 4 + 4 * dimensions
    if len(content) < header:
        raise DataError(f"{path} is truncated: it ends within its header; download it again.")
    zero, kind, count = struct.unpack(">HBB", content[:4])
    if zero != 0 or kind != 8 or count != dimensions:
        what = "images" if dimensions == 3 else "labels"
        raise DataError(f"{path} is not an IDX file of {what}; use another copy of the data.")
    shape = struct.unpack(f">{dimensions}I", content[4:header])
    expected = header + int(np.prod(shape, dtype=object))
    if len(content) != expected:
        problem = "truncated" if len(content) < expected else "longer than its header says"
        raise DataError(f"{path} is {problem} ({len(content):,} of {expected:,} bytes); download it again.")
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def _content(path: Path) -> bytes:
    try:
        if path.suffix != ".gz":
            return path.read_bytes()
        with gzip.open(path) as file:
            content = file.read(MAX_BYTES)
        return content
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{path} is corrupt or truncated; download it again.") from error
    except OSError as error:
        raise DataError(f"{path} could not be read ({error.strerror or error}).") from error
