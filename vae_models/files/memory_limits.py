"""What a file promises to unpack to is weighed before anything is allocated: it may be damaged, or made to do harm."""

import os
from pathlib import Path

from vae_models.errors import DataError

UNKNOWN_BYTES = 4 << 30  # where the system does not say what memory there is
MEMORY_SHARE = 0.5  # of the free memory one array may take: it is converted and shuffled, which takes copies
# Zeros pack a thousandfold. dSprites' file, black almost everywhere, packs 170-fold; below the floor it does not matter.
MAX_RATIO = 250
RATIO_FLOOR_BYTES = 64 << 20


class LackOfMemory(DataError):
    """Data that may be whole, and for which there is no room; `needs` says how much they take, where that is known."""

    def __init__(self, path: Path | str, needs: str = "") -> None:
        takes = f"takes {needs}, which does not" if needs else "does not"
        super().__init__(f"{path} {takes} fit into memory; close other programs or use less data.")


def check_unpacked(path: Path | str, packed: int, unpacked: int) -> None:
    """Before anything is allocated: what a file of `packed` bytes promises must be possible, and fit into the memory.

    Raises DataError, LackOfMemory.
    """
    if unpacked > max(RATIO_FLOOR_BYTES, packed * MAX_RATIO):
        raise DataError(
            f"{path} has {size_text(packed)} and says that it unpacks to {size_text(unpacked)}, which no images do; use "
            "another copy of the data."
        )
    if unpacked > MEMORY_SHARE * free_memory():
        raise LackOfMemory(path, size_text(unpacked))


def size_text(count: int) -> str:
    """Bytes as a person reads them."""
    if count < 1e5:
        return f"{count:,} bytes"
    return f"{count / 1e6:,.1f} MB" if count < 1e9 else f"{count / 1e9:,.1f} GB"


def free_memory() -> int:
    """Bytes that can be had without swapping; all that the machine has where its system does not say what is free."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration, ValueError):
        return _installed_memory()


def _installed_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no such call
        return UNKNOWN_BYTES
