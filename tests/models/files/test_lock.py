"""A folder's lock: who only looks takes nothing, the owner is known by number and machine, a disk without locks is no bar."""

import errno
import os
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.patient_bot import PATIENCE_SECONDS
from vae_models.errors import RunError
from vae_models.files.lock import FILE, FolderLock, is_locked, may_be_held

if sys.platform != "win32":
    import fcntl
else:
    pytest.skip("what is said here of flock", allow_module_level=True)


def test_any_number_that_look_at_once_see_a_free_folder(tmp_path: Path) -> None:
    """A lock that is tried for a moment would be seen by the others as an owner's."""
    with FolderLock(tmp_path):
        pass
    together = threading.Barrier(4)

    def look(_: int) -> bool:
        together.wait(timeout=PATIENCE_SECONDS)
        return any(is_locked(tmp_path) for _ in range(200))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, range(4))) == [False] * 4


def test_who_looks_makes_no_file(tmp_path: Path) -> None:
    assert not is_locked(tmp_path) and not may_be_held(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_owner_on_another_machine_is_named_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FolderLock(tmp_path):
        assert is_locked(tmp_path)
        monkeypatch.setattr(socket, "gethostname", lambda: "elsewhere.example")
        with pytest.raises(RunError, match=rf"Another process \({os.getpid()} on .+\) is working"):
            FolderLock(tmp_path).take()


def test_the_note_of_the_owner_outlives_those_who_were_refused(tmp_path: Path) -> None:
    with FolderLock(tmp_path):
        for _ in range(3):
            with pytest.raises(RunError, match=rf"\({os.getpid()}\)"):
                FolderLock(tmp_path).take()


def test_a_network_disk_that_knows_no_locks_is_trained_on_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with FolderLock(tmp_path) as lock:
        assert lock.held and not is_locked(tmp_path)
    assert (tmp_path / FILE).read_text() == f"{os.getpid()} {socket.gethostname()}\n"
