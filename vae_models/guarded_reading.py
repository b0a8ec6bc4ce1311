"""Reading files that may be damaged, made to do harm, or no files at all: checked first, and refused in one sentence."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vae_models.errors import Cancelled, DataError, UserError

FALLBACK_BYTES = 4 << 30  # where the system does not say what memory is free
MEMORY_SHARE = 0.5  # of the free memory one array may take: it is converted and shuffled, which takes copies
# Zeros pack a thousandfold. dSprites' file, black almost everywhere, packs 170-fold; below the floor it does not matter.
MAX_RATIO = 250
RATIO_FLOOR_BYTES = 64 << 20


@contextmanager
def reading(path: Path | str, remedy: str = "use another copy") -> Iterator[None]:
    """Whatever a damaged file makes fail inside becomes a DataError; a UserError and Cancelled pass as they are."""
    try:
        yield
    except (UserError, Cancelled):
        raise
    except MemoryError as error:
        raise DataError(f"{path} does not fit into memory; close other programs or use less data.") from error
    except OSError as error:
        raise DataError(f"{path} could not be read ({error.strerror or 'it is damaged'}); {remedy}.") from error
    except Exception as error:  # the ways in which a damaged file fails have no end
        raise DataError(f"{path} is corrupt or truncated; {remedy}.") from error


def check_plain_file(path: Path, most_bytes: int | None = None) -> int:
    """The size in bytes of what may be opened: a pipe would wait for ever, a device never end. Raises DataError."""
    with reading(path, "choose another file"):
        found = os.stat(path)
    if not stat.S_ISREG(found.st_mode):
        raise DataError(f"{path} is no plain file; choose another one.")
    if most_bytes is not None and found.st_size > most_bytes:
        raise DataError(f"{path} has {size_text(found.st_size)}, which is too large; choose a smaller file.")
    return found.st_size


def check_unpacked(path: Path | str, packed: int, unpacked: int) -> None:
    """Before anything is allocated: what a file of `packed` bytes promises must be possible, and fit into the memory."""
    if unpacked > max(RATIO_FLOOR_BYTES, packed * MAX_RATIO):
        raise DataError(
            f"{path} has {size_text(packed)} and says that it unpacks to {size_text(unpacked)}, which no images do; use "
            "another copy of the data."
        )
    if unpacked > MEMORY_SHARE * free_memory():
        raise DataError(
            f"{path} takes {size_text(unpacked)}, which does not fit into memory; close other programs or use less data."
        )


def size_text(count: int) -> str:
    """Bytes as a person reads them."""
    if count < 1e5:
        return f"{count:,} bytes"
    return f"{count / 1e6:,.1f} MB" if count < 1e9 else f"{count / 1e9:,.1f} GB"


def free_memory() -> int:
    """Bytes that can be had without swapping."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration, ValueError):
        return FALLBACK_BYTES
