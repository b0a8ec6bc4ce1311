"""One process at a time in a folder: a lock that the system takes back when its holder dies."""

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from vae_models.errors import RunError

_RETRY_SECONDS = 0.1


class FolderLock:
    """Use as a context. Waits up to `patience` seconds for another holder, then raises RunError.

    A process that was killed holds nothing any more, so its lock needs no clearing up.
    """

    def __init__(self, folder: Path, patience: float = 0.0) -> None:
        self._folder = Path(folder)
        self._patience = patience
        self._file: int | None = None

    def __enter__(self) -> Self:
        give_up = time.monotonic() + self._patience
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise RunError(f"{self._folder} cannot be written to ({error.strerror}); choose another folder.") from error
        while not _lock(self._file):
            if time.monotonic() >= give_up:
                self._close()
                raise RunError(f"Another process is at work in {self._folder}; wait for it, or stop it first.")
            time.sleep(_RETRY_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)  # which lets go of the lock
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: better unguarded than not at all
            return True
        return True
