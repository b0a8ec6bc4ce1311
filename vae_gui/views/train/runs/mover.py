"""Moves run folders behind the window, one after the other, and keeps the undo stack true to what the disk did."""

from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from shiboken6 import isValid

from vae_gui.tasks.in_order import InOrder
from vae_gui.views.train.recipe.undo import drop_obsolete
from vae_gui.views.train.runs.kept_runs import KeptRuns
from vae_gui.views.train.runs.undo import MoveRun, empty_trash, move_folder, place_in_trash, renamed
from vae_gui.wording.errors import explain


class Move:
    """One way of a folder. `after` is the move under way that brings the folder to where this one takes it from."""

    def __init__(self, command: MoveRun, source: Path, target: Path, after: "Move | None", kept: KeptRuns) -> None:
        self.command, self.source, self.target = command, source, target
        self._after, self._kept = after, kept
        self.made = False

    def make(self) -> None:
        """On a worker's thread. Raises RunError; where the folder has not come this far nothing is to be done or said."""
        if self._after is None or self._after.made:
            self._kept.let_go(self.source)
            try:
                move_folder(self.source, self.target)
                self.made = True
            finally:
                self._kept.keep(self.target if self.made else self.source)


class RunMover(QObject):
    """Every move is a command on the undo stack.

    Signals:
        moved(object, object): a run's old and new Path.
        refused(object, str): the Path of a run that stays, and why.
    """

    moved = Signal(object, object)
    refused = Signal(object, str)

    def __init__(self, undo_stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo_stack = undo_stack
        self._under_way: deque[Move] = deque()
        self._doubtful: list[MoveRun] = []
        self._kept = KeptRuns()
        self._worker = InOrder(self)
        self._worker.done.connect(self._ended)
        self._worker.failed.connect(self._failed)
        undo_stack.indexChanged.connect(self._drop_obsolete)

    def rename(self, path: Path, name: str) -> None:
        """Raises ValueError, with the reason, for a name that no run can have."""
        self._undo_stack.push(MoveRun(f"Rename {path.name}", path, renamed(path, name), self._ask))

    def delete(self, path: Path, runs_dir: Path) -> None:
        self._undo_stack.push(MoveRun(f"Delete {path.name}", path, place_in_trash(path, runs_dir), self._ask))

    def is_moving(self, path: Path) -> bool:
        """Whether a run is to leave this place, and may have left it already."""
        return any(move.source == path for move in self._under_way)

    @property
    def busy(self) -> bool:
        return self._worker.busy

    def close(self, runs_dir: Path) -> None:
        """What was deleted goes for good, after all that is still under way."""
        self._worker.request(self._clear, runs_dir)
        self._worker.close()

    def _clear(self, runs_dir: Path) -> None:
        self._kept.let_all_go()
        empty_trash(runs_dir)

    def _ask(self, command: MoveRun, source: Path, target: Path) -> None:
        after = next((move for move in reversed(self._under_way) if move.target == source), None)
        move = Move(command, source, target, after, self._kept)
        self._under_way.append(move)
        self._worker.request(move.make)

    def _ended(self, _: object) -> None:
        move = self._under_way.popleft()
        move.command.place = move.target if move.made else move.command.place
        if not move.made:
            self._doubtful.append(move.command)
        self._settle()
        if move.made:
            self.moved.emit(move.source, move.target)

    def _failed(self, error: Exception) -> None:
        move = self._under_way.popleft()
        self._doubtful.append(move.command)
        self._settle()
        self.refused.emit(move.source, explain(error))

    # The undo stack

    def _settle(self) -> None:
        """As soon as nothing is under way, no command stands as done, or as undone, that is not so."""
        if not self._under_way:
            commands, self._doubtful = self._doubtful, []
            for command in commands:
                self._place(command)

    def _place(self, command: MoveRun) -> None:
        stack = self._undo_stack
        place = next((i for i in range(stack.count()) if stack.command(i) is command), None)
        if place is None or not isValid(command) or command.is_done == (place < stack.index()):
            return
        if command.is_done and place == stack.index():
            command.pass_once()
            stack.redo()
        else:
            command.setObsolete(True)
            self._drop_obsolete()

    def _drop_obsolete(self, *_: object) -> None:
        drop_obsolete(self._undo_stack)
