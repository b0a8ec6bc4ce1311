"""Arrays in `.npy` and `.npz` files, looked at before they are read: nothing is allocated on a header's word alone."""

import io
import math
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError
from vae_models.files.memory_limits import check_unpacked
from vae_models.files.reading import MIB, check_plain_file, reading

Array = NDArray[np.generic]
ONLY = "images"  # what the array of an .npy is called
REMEDY = "save plain arrays with numpy.savez"
MAX_DIRECTORY_BYTES = MIB  # that list the arrays of an .npz: some ten thousand


@dataclass(frozen=True)
class StoredArray:
    """An array in a file: its header is read, its values are not. `packed`: the bytes that it takes in the file."""

    path: Path
    shape: tuple[int, ...]
    dtype: np.dtype
    in_columns: bool
    packed: int
    open: Callable[[], IO[bytes]]

    @property
    def bytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize

    def read(self) -> Array:
        """All of it. Raises DataError where it does not fit into memory, or is not what its header says."""
        check_unpacked(self.path, self.packed, self.bytes)
        with reading(self.path), self.open() as stream:
            return np.asarray(np.lib.format.read_array(stream, allow_pickle=False))


class ArrayFile:
    """An `.npz` or `.npy` file. Raises DataError for any other one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._size = check_plain_file(path)
        self._members: dict[str, zipfile.ZipInfo] = {}
        with reading(path, REMEDY), path.open("rb") as stream:
            begin = stream.read(6)
            if begin.startswith(b"\x80"):
                raise _objects(path)
            if begin.startswith(b"PK"):
                with _Listed(path) as listed, zipfile.ZipFile(listed) as archive:
                    self._members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            elif not begin.startswith(b"\x93NUMPY"):
                raise DataError(f"{path} is neither an .npz nor an .npy file; save the images with numpy.savez.")
            self.names = tuple(self._members) if begin.startswith(b"PK") else (ONLY,)

    def __getitem__(self, name: str) -> StoredArray:
        """Raises DataError where it is no array, one of Python objects, or shorter than its header says."""
        info = self._members.get(name)
        if info is None:
            return self._looked_at(lambda: self.path.open("rb"), self._size, self._size)
        return self._looked_at(lambda: self._member(info), info.compress_size, info.file_size)

    def _member(self, info: zipfile.ZipInfo) -> IO[bytes]:
        # The member keeps the file open as long as it needs it.
        with zipfile.ZipFile(self.path) as archive:
            return archive.open(info)

    def _looked_at(self, open_array: Callable[[], IO[bytes]], packed: int, stored: int) -> StoredArray:
        check_unpacked(self.path, packed, stored)
        with reading(self.path, REMEDY), open_array() as stream:
            shape, in_columns, dtype = read_header(stream)
            begin = stream.tell()
        if dtype.hasobject:
            raise _objects(self.path)
        found = StoredArray(self.path, shape, dtype, in_columns, packed, open_array)
        if min(shape, default=0) < 0 or found.bytes > stored - begin:
            raise DataError(f"{self.path} is corrupt or truncated; {REMEDY}.")
        return found


class _Listed(io.BufferedReader):
    """An archive to list, whose directory is refused before it is read where it is beyond all measure.

    What the directory says of its own length is what counts: how many members it has may be a lie.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path))
        self._path = path

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise DataError(f"{self._path} lists more arrays than any data set has; {REMEDY}.")
        return super().read(size)


def read_header(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype]:
    """Shape, whether it is stored in columns, and type; leaves the stream where the values begin. Raises ValueError."""
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(stream)
    if version == (2, 0):
        return np.lib.format.read_array_header_2_0(stream)
    raise ValueError("only structures need another version")


def _objects(path: Path) -> DataError:
    return DataError(f"{path} holds Python objects, which are not read for safety; {REMEDY}.")
