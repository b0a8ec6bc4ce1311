"""Runs are moved behind the window, and the undo stack says what the disk says, however quick a hand is."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from tests.patient_bot import PATIENCE_SECONDS
from vae_gui.views.train.runs import mover as run_mover
from vae_gui.views.train.runs.mover import RunMover
from vae_gui.views.train.runs.undo import move_folder
from vae_gui.workspace.run_list import TRASH
from vae_models.files.lock import FolderLock


class Slow:
    """A disk that moves nothing until it is let."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def __call__(self, source: Path, target: Path) -> None:
        assert self.go.wait(PATIENCE_SECONDS)
        move_folder(source, target)


class Bench:
    """A mover with its stack and two runs, and what it tells."""

    def __init__(self, qtbot: QtBot, folder: Path, disk: Slow) -> None:
        self._qtbot, self.folder, self.disk = qtbot, folder, disk
        self.stack = QUndoStack()
        self.mover = RunMover(self.stack)
        self.moved: list[tuple[str, str]] = []
        self.told: list[str] = []
        self.mover.moved.connect(lambda source, target: self.moved.append((source.name, target.name)))
        self.mover.refused.connect(lambda path, why: self.told.append(why))
        for name in ("first", "second"):
            (folder / name).mkdir()
            (folder / name / "recipe.json").write_text(name)

    def names(self) -> dict[str, str]:
        """Which run each folder holds; those that were deleted under the trash's name."""
        found = self.folder.rglob("recipe.json")
        return {TRASH if file.parts[-3] == TRASH else file.parts[-2]: file.read_text() for file in found}

    def rest(self) -> None:
        """Lets the disk do what it was asked for."""
        self.disk.go.set()
        self._qtbot.waitUntil(lambda: not self.mover.busy, timeout=10_000)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    disk = Slow()
    monkeypatch.setattr(run_mover, "move_folder", disk)
    bench = Bench(qtbot, tmp_path, disk)
    yield bench
    bench.rest()


def test_two_quick_undos(bench: Bench) -> None:
    bench.mover.rename(bench.folder / "first", "better")
    bench.mover.rename(bench.folder / "better", "best")
    bench.stack.undo()
    bench.stack.undo()
    assert bench.names() == {"first": "first", "second": "second"}, "the disk has not begun"
    bench.rest()
    assert bench.moved == [("first", "better"), ("better", "best"), ("best", "better"), ("better", "first")]
    assert bench.names() == {"first": "first", "second": "second"} and not bench.stack.canUndo()
    bench.stack.redo()
    bench.stack.redo()
    bench.rest()
    assert bench.names() == {"best": "first", "second": "second"} and bench.told == []


def test_a_deletion_that_is_undone_while_it_is_under_way(bench: Bench) -> None:
    bench.mover.delete(bench.folder / "first", bench.folder)
    assert bench.mover.is_moving(bench.folder / "first") and not bench.mover.is_moving(bench.folder / "second")
    bench.stack.undo()
    bench.rest()
    assert bench.names() == {"first": "first", "second": "second"} and bench.stack.canRedo()
    bench.stack.redo()
    bench.rest()
    assert bench.names() == {TRASH: "first", "second": "second"} and bench.told == []


def test_what_could_not_be_done_cannot_be_undone(bench: Bench) -> None:
    with FolderLock(bench.folder / "first"):
        bench.mover.rename(bench.folder / "first", "better")
        bench.rest()
    assert bench.told == ["first could not be moved while a process is working in it; it stays where it is."]
    assert "first" in bench.names() and not bench.stack.canUndo() and not bench.stack.canRedo()


def test_nor_is_it_offered_once_what_came_after_it_is_undone(bench: Bench) -> None:
    with FolderLock(bench.folder / "first"):
        bench.mover.rename(bench.folder / "first", "better")
        bench.mover.delete(bench.folder / "second", bench.folder)
        bench.rest()
    assert bench.names() == {"first": "first", TRASH: "second"} and bench.stack.undoText() == "Delete second"
    bench.stack.undo()
    bench.rest()
    assert "second" in bench.names() and not bench.stack.canUndo()


def test_what_hangs_on_a_move_that_fails_is_neither_done_nor_told(bench: Bench) -> None:
    """A name that is taken: what follows would move the other run that has it."""
    bench.mover.rename(bench.folder / "first", "second")
    bench.mover.rename(bench.folder / "second", "third")
    bench.rest()
    assert bench.names() == {"first": "first", "second": "second"} and len(bench.told) == 1
    assert "There is a run named 'second' already" in bench.told[0] and not bench.stack.canUndo()


def test_a_rename_that_fails_and_was_undone_meanwhile_can_be_done_again(bench: Bench) -> None:
    lock = FolderLock(bench.folder / "first")
    lock.take()
    bench.mover.rename(bench.folder / "first", "better")
    bench.stack.undo()
    bench.rest()
    lock.let_go()
    assert len(bench.told) == 1 and "first" in bench.names()
    bench.stack.redo()
    bench.rest()
    assert "better" in bench.names()


def test_an_undo_that_fails_can_be_tried_again(bench: Bench) -> None:
    bench.mover.delete(bench.folder / "first", bench.folder)
    bench.mover.rename(bench.folder / "second", "first")
    bench.rest()
    with FolderLock(bench.folder / "first"):
        bench.stack.undo()
        bench.rest()
    assert "process is working" in bench.told[-1] and bench.stack.undoText() == "Rename second"
    bench.stack.undo()
    bench.stack.undo()
    bench.rest()
    assert bench.names() == {"first": "first", "second": "second"}


def test_a_run_that_vanished_is_told_of(bench: Bench) -> None:
    bench.mover.rename(bench.folder / "none", "some")
    bench.rest()
    assert bench.told == ["none no longer exists; something else has moved or deleted it."]


def test_the_trash_is_emptied_after_what_is_under_way(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    monkeypatch.setattr(run_mover, "empty_trash", lambda _: seen.append(bench.names()))
    bench.mover.delete(bench.folder / "first", bench.folder)
    bench.mover.delete(bench.folder / "second", bench.folder)
    bench.stack.undo()
    bench.disk.go.set()
    bench.mover.close(bench.folder)
    assert seen == [{TRASH: "first", "second": "second"}]


def test_another_window_that_closes_leaves_what_can_be_brought_back(bench: Bench, qtbot: QtBot) -> None:
    stack = QUndoStack()
    other = RunMover(stack)
    bench.mover.delete(bench.folder / "first", bench.folder)
    bench.rest()
    other.close(bench.folder)
    qtbot.waitUntil(lambda: not other.busy)
    assert bench.names() == {TRASH: "first", "second": "second"}
    bench.stack.undo()
    bench.rest()
    assert bench.names() == {"first": "first", "second": "second"} and bench.told == []
    with FolderLock(bench.folder / "first"):
        pass  # it can be trained again
    bench.stack.redo()
    bench.mover.close(bench.folder)
    assert bench.names() == {"second": "second"}


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a..b", "x" * 121, "a<b>", "CON"])
def test_names_are_those_that_the_program_takes_everywhere(bench: Bench, name: str) -> None:
    with pytest.raises(ValueError, match=r"The name of a run (is|has)"):
        bench.mover.rename(bench.folder / "first", name)
    assert not bench.stack.canUndo()
