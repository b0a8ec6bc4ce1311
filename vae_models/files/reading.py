"""Files that somebody else may have made: read within bounds and without waiting, and whatever is wrong with one is one sentence."""

import errno
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vae_models.errors import Cancelled, DataError, UserError
from vae_models.files.memory_limits import LackOfMemory, size_text

MIB = 1024 * 1024
MAX_PARTS = 1_000_000  # lists and tables in one text: each takes thirty times the memory that its two letters do


@contextmanager
def damage_as(kind: type[UserError], sentence: str) -> Iterator[None]:
    """Whatever fails in the block for what a file holds becomes `kind(sentence)`; what is of that kind already passes.

    A damaged file makes its readers fail in ways that nobody can list: KeyError, RecursionError, OverflowError and many more.
    A lack of memory is no damage, and is said to be what it is.
    """
    try:
        yield
    except kind:
        raise
    except MemoryError as error:
        raise kind("There is not enough memory for this file; close other programs and try again.") from error
    except Exception as error:
        raise kind(sentence) from error


@contextmanager
def reading(path: Path | str, remedy: str = "use another copy") -> Iterator[None]:
    """Whatever data make fail inside becomes a DataError on the file; a UserError and Cancelled pass as they are."""
    try:
        yield
    except (UserError, Cancelled):
        raise
    except MemoryError as error:
        raise LackOfMemory(path) from error
    except OSError as error:
        raise DataError(f"{path} could not be read ({error.strerror or 'it is damaged'}); {remedy}.") from error
    except Exception as error:  # the ways in which a damaged file fails have no end
        raise DataError(f"{path} is corrupt or truncated; {remedy}.") from error


def check_plain_file(path: Path, most: int | None = None) -> int:
    """The size in bytes of data that may be opened: a plain file, of at most `most` bytes. Raises DataError."""
    with reading(path, "choose another file"):
        return _size_of_plain(os.stat(path), most)


def read_bounded(path: Path, most: int) -> bytes:
    """The whole of a plain file of at most `most` bytes.

    Raises OSError: a pipe, which might never answer, and a device, which might never end, are refused before they are read.
    """
    with open(path, "rb", opener=_open_at_once) as file:
        _size_of_plain(os.fstat(file.fileno()), most)
        content = file.read(most + 1)
        if len(content) > most:  # it grew
            raise _too_large(most)
        return content


def _size_of_plain(status: os.stat_result, most: int | None) -> int:
    """Raises OSError for what is no plain file: a pipe would wait for ever, a device never end."""
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is no plain file")
    if most is not None and status.st_size > most:
        raise _too_large(most)
    return status.st_size


def _too_large(most: int) -> OSError:
    return OSError(errno.EFBIG, f"it is larger than {size_text(most)}")


def parse_json(text: str | bytes) -> Any:
    """Raises ValueError, also where it is nested so deeply that the parser gives up, or of more parts than it can hold."""
    openings = ("[", "{") if isinstance(text, str) else (b"[", b"{")
    if sum(map(text.count, openings)) > MAX_PARTS:  # type: ignore[arg-type]
        raise ValueError("made of more parts than any file of this program")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
