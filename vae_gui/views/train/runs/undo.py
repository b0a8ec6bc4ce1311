"""Renaming and deleting runs, undoably: a deleted run waits in a folder of its own until the window closes."""

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFile
from PySide6.QtGui import QUndoCommand

from vae_gui.widgets.files.markup import letters
from vae_gui.workspace.run_list import TRASH
from vae_models.errors import RunError
from vae_models.files.lock import is_locked
from vae_models.files.names import name_problem


class MoveRun(QUndoCommand):
    """A run's folder goes to another place, and back; `ask` is asked to bring it there, which takes its time."""

    def __init__(self, text: str, source: Path, target: Path, ask: "Callable[[MoveRun, Path, Path], None]") -> None:
        super().__init__(letters(text))  # it becomes a menu's entry, and a folder's name may hold an ampersand
        self._source, self._target, self._ask = source, target, ask
        self._is_passed = False
        self.place = source

    @property
    def is_done(self) -> bool:
        """Whether the folder is where the command brings it."""
        return self.place == self._target

    def pass_once(self) -> None:
        """The next time the stack goes over it the folder is there already."""
        self._is_passed = True

    def redo(self) -> None:
        self._go(self._source, self._target)

    def undo(self) -> None:
        self._go(self._target, self._source)

    def _go(self, source: Path, target: Path) -> None:
        if not self._is_passed:
            self._ask(self, source, target)
        self._is_passed = False


def renamed(path: Path, name: str) -> Path:
    """Where a run lies that is to have another name. Raises ValueError, with the reason, where it cannot have it."""
    if problem := name_problem(name):
        raise ValueError(f"The name of a run {problem}; choose another one.")
    return path.with_name(name)


def place_in_trash(path: Path, runs_dir: Path) -> Path:
    """Whatever folder a run is in, it waits in `runs_dir`, which is the one that is cleared."""
    return runs_dir / TRASH / f"{path.name}-{secrets.token_hex(4)}"


def move_folder(source: Path, target: Path) -> None:
    """Not for the GUI thread. Raises RunError, with the reason, where it stays."""
    run = target.name if source.parent.name == TRASH else source.name
    if is_locked(source):
        raise RunError(f"{run} could not be moved while a process is working in it; it stays where it is.")
    if target.exists():
        raise RunError(f"There is a run named {target.name!r} already; {run} stays where it is.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
    except FileNotFoundError as error:
        raise RunError(f"{run} no longer exists; something else has moved or deleted it.") from error
    except OSError as error:
        raise RunError(f"{run} could not be moved ({error.strerror}); it stays where it is.") from error


def empty_trash(runs_dir: Path) -> None:
    """Hands what was deleted to the system's trash; where there is none, it is removed.

    What another window can still bring back stays.
    """
    trash = runs_dir / TRASH
    for path in trash.iterdir() if trash.is_dir() else ():
        if not is_locked(path) and not QFile.moveToTrash(str(path)):
            shutil.rmtree(path, ignore_errors=True)
