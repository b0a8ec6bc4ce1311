"""Files that somebody else may have made: read within bounds and without waiting, and whatever is wrong with one is one sentence."""

import errno
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vae_models.errors import UserError

MIB = 1024 * 1024


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


def read_bounded(path: Path, most: int) -> bytes:
    """The whole of a plain file of at most `most` bytes.

    Raises OSError: a pipe, which might never answer, and a device, which might never end, are refused before they are read.
    """
    with open(path, "rb", opener=_open_at_once) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no plain file", str(path))
        content = file.read(most + 1) if status.st_size <= most else b""
        if max(status.st_size, len(content)) > most:
            raise OSError(errno.EFBIG, f"it is larger than {most // MIB} MB", str(path))
        return content


def parse_json(text: str | bytes) -> Any:
    """Raises ValueError, also where it is nested so deeply that the parser gives up."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
