"""Renaming and deleting runs, undoably: a deleted run waits in a folder of its own until the window closes."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFile
from PySide6.QtGui import QUndoCommand

from vae_gui.run_list import TRASH
from vae_gui.widgets.markup import letters
from vae_models.folder_lock import is_locked


class MoveRun(QUndoCommand):
    """Moves a run's folder, unless a process is at work in it; `moved` is told the old and the new path, both ways."""

    def __init__(self, text: str, source: Path, target: Path, moved: Callable[[Path, Path], None]) -> None:
        super().__init__(letters(text))  # it becomes a menu's entry, and a folder's name may hold an ampersand
        self._source, self._target, self._moved = source, target, moved

    def redo(self) -> None:
        self._move(self._source, self._target)

    def undo(self) -> None:
        self._move(self._target, self._source)

    def _move(self, source: Path, target: Path) -> None:
        try:
            if is_locked(source):
                raise BlockingIOError
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
        except OSError:
            self.setObsolete(True)
        self._moved(source, target)


def rename_run(path: Path, name: str, moved: Callable[[Path, Path], None]) -> MoveRun:
    """Raises ValueError, with the reason, for a name that no folder beside the others can have."""
    if not name or name != name.strip() or name.startswith(".") or any(sign in name for sign in '/\\:*?"<>|'):
        raise ValueError(f"{name!r} cannot be the name of a folder; leave out signs such as / and :.")
    target = path.with_name(name)
    if target.exists():
        raise ValueError(f"There is a run named {name!r} already; choose another name.")
    return MoveRun(f"Rename {path.name}", path, target, moved)


def delete_run(path: Path, runs_dir: Path, moved: Callable[[Path, Path], None]) -> MoveRun:
    """Whatever folder it is in, it waits in `runs_dir`, which is the one that is cleared."""
    number = 1
    while (target := runs_dir / TRASH / f"{path.name}-{number}").exists():
        number += 1
    return MoveRun(f"Delete {path.name}", path, target, moved)


def empty_trash(runs_dir: Path) -> None:
    """Hands what was deleted to the system's trash; where there is none, it is removed."""
    trash = runs_dir / TRASH
    for path in trash.iterdir() if trash.is_dir() else ():
        if not QFile.moveToTrash(str(path)):
            shutil.rmtree(path, ignore_errors=True)
