"""One process at a time in a folder: a lock that the system takes back when its holder dies."""

import contextlib
import errno
import os
import socket
import stat
import sys
import time
import weakref
from pathlib import Path
from types import TracebackType
from typing import Self

from vae_models.errors import RunError
from vae_models.files.reading import read_bounded

FILE = ".lock"
_RETRY_SECONDS = 0.1
_NOTE_BYTES = 300  # who holds it
_GUARDED_BYTE = 1 << 30  # far beyond the text, which Windows would else keep others from reading


class FolderLock:
    """Use as a context, or by `take` and `let_go`. A process that was killed holds nothing any more."""

    def __init__(self, folder: Path, patience: float = 0.0) -> None:
        self._folder = Path(folder)
        self._patience = patience
        self._close: weakref.finalize | None = None

    @property
    def held(self) -> bool:
        return self._close is not None and self._close.alive

    def take(self) -> None:
        """Waits up to `patience` seconds for another holder. Raises RunError with the holder's process number."""
        give_up = time.monotonic() + self._patience
        try:
            file = _open(self._folder / FILE, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise RunError(f"{self._folder} cannot be written to ({error.strerror}); choose another folder.") from error
        while not _lock(file):
            if time.monotonic() >= give_up:
                holder = _holder(file)
                os.close(file)
                raise RunError(f"Another process{holder} is working in {self._folder}; wait for it, or stop it first.")
            time.sleep(_RETRY_SECONDS)
        _sign(file)
        self._close = weakref.finalize(self, os.close, file)  # also where nobody lets go

    def let_go(self) -> None:
        if self._close is not None:
            self._close()  # which unlocks it

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go()


def is_locked(folder: Path) -> bool:
    """Whether a process is at work in the folder now; changes nothing there."""
    try:
        file = _open(Path(folder) / FILE, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _lock(file, shared=True)
    finally:
        os.close(file)


def _open(path: Path, flags: int) -> int:
    """Raises OSError, also for a link, which may lead to any file, and for a pipe, which would wait for ever."""
    file = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(errno.EINVAL, f"its {FILE} is no plain file")
    return file


def may_be_held(folder: Path) -> bool:
    """Whether a process is at work in the folder, or the one that was last still lives and may go on there.

    Of another machine's process nobody here knows, nor of one whose note cannot be read. Changes nothing there.
    """
    try:
        note = read_bounded(Path(folder) / FILE, _NOTE_BYTES)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    number, machine = _signed(note)
    return is_locked(folder) or (number > 0 and (machine != socket.gethostname() or _lives(number)))


def _sign(file: int) -> None:
    with contextlib.suppress(OSError):  # a full disk: then it is not known who holds it
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, f"{os.getpid()} {socket.gethostname()}\n".encode())


def _holder(file: int) -> str:
    """` (4711)`, or with the name of its machine where that is another one; empty where it is not known."""
    os.lseek(file, 0, os.SEEK_SET)
    number, machine = _signed(os.read(file, _NOTE_BYTES))
    if not number:
        return ""
    return f" ({number})" if machine == socket.gethostname() else f" ({number} on {machine})"


def _signed(note: bytes) -> tuple[int, str]:
    """The process's number and its machine's name; 0 where it is not known."""
    number, _, machine = note.decode(errors="replace").partition("\n")[0].partition(" ")
    return int(number) if number.isdecimal() and len(number) < 20 else 0, machine


if sys.platform == "win32":
    import ctypes
    import msvcrt

    _QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION

    def _lock(file: int, shared: bool = False) -> bool:
        try:
            os.lseek(file, _GUARDED_BYTE, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _lives(number: int) -> bool:
        handle = ctypes.windll.kernel32.OpenProcess(_QUERY, False, number)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)

else:
    import fcntl

    def _lives(number: int) -> bool:
        try:
            os.kill(number, 0)  # asks only
        except (ProcessLookupError, OverflowError):
            return False
        except PermissionError:  # another user's
            return True
        return True

    def _lock(file: int, shared: bool = False) -> bool:
        """A shared one is refused only while another process holds it for itself: two that look do not see each other."""
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: better unguarded than not at all
            return True
        return True
