"""One owner of a run, files that are whole at any time, and a training that outlives its folder."""

import itertools
import os
import signal
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import DivergenceError, RunError
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.files.writing import write_file
from vae_models.runs import folder as runs
from vae_models.runs.folder import RunFolder, new_run_path
from vae_models.runs.snapshots import drop_after, list_snapshots, save_snapshot
from vae_models.training.trainer import Event, Notice, StepsDone, Trainer

HOLDER = """
import sys
from pathlib import Path
from vae_models.runs.folder import RunFolder
run = RunFolder.open(Path(sys.argv[1]))
run.take()
print("taken", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def short() -> Recipe:
    return get_recipe("vae-2d").replace(epochs=3, batch_size=64)


@pytest.fixture
def run(short: Recipe, tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "run", short, "few")


def trainer_of(run: RunFolder, dataset: Dataset) -> Trainer:
    """Reports every step."""
    return Trainer(run.recipe, dataset, run=run, event_interval=0.0)


class TestOneOwner:
    """Window, command, sweep and torchrun all train with a Trainer, so that is where a run has one owner."""

    def test_a_run_that_trains_is_refused_with_the_number_of_its_process(
        self, run: RunFolder, few_digits: Dataset
    ) -> None:
        steps = trainer_of(run, few_digits).steps()
        next(steps)
        other = RunFolder.open(run.path)
        assert other.is_taken
        with pytest.raises(RunError, match=rf"Another process \({os.getpid()}\) is at work in .*; wait for it"):
            Trainer.resume(other, few_digits, epochs=5)
        assert RunFolder.open(run.path).recipe.epochs == 3
        steps.close()
        assert not other.is_taken
        list(Trainer.resume(other, few_digits).steps())
        assert other.progress().finished and not other.is_taken

    def test_a_process_that_is_killed_owns_nothing_any_more(self, run: RunFolder) -> None:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(run.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert holder.stdout is not None and holder.stdin is not None
        try:
            assert holder.stdout.readline() == "taken\n"
            with pytest.raises(RunError, match=rf"\({holder.pid}\) is at work"):
                run.take(patience=0.0)
        finally:
            holder.send_signal(signal.SIGKILL)
            holder.wait()
            holder.stdin.close()
            holder.stdout.close()
        run.take(patience=0.0)
        run.let_go()

    def test_looking_takes_nothing_and_changes_nothing(self, run: RunFolder) -> None:
        before = sorted(run.path.iterdir())
        assert not run.is_taken and not RunFolder(run.path / "nowhere", run.recipe, "few", None, "").is_taken
        assert sorted(run.path.iterdir()) == before

    def test_a_resume_that_fails_lets_go(self, run: RunFolder, few_digits: Dataset) -> None:
        run.checkpoint_path.write_bytes(b"nothing")
        with pytest.raises(RunError):
            Trainer.resume(run, few_digits)
        assert not run.is_taken

    def test_programs_that_want_the_same_name_get_folders_of_their_own(self, short: Recipe, tmp_path: Path) -> None:
        together = threading.Barrier(8)

        def make(_: int) -> Path:
            together.wait(timeout=60)
            return new_run_path(tmp_path, short)

        with ThreadPoolExecutor(8) as pool:
            paths = list(pool.map(make, range(8)))
        assert sorted(path.name for path in paths) == [f"vae-2d-{number}" for number in range(1, 9)]


class TestWholeFiles:
    def test_readers_see_whole_files_whoever_writes(self, tmp_path: Path) -> None:
        path = tmp_path / "checkpoint.safetensors"
        write_tensors(path, {"x": torch.zeros(20_000)}, {"n": 0})
        finished = threading.Event()

        def write(number: int) -> None:
            for _ in range(40):
                write_tensors(path, {"x": torch.full((20_000,), float(number))}, {"n": number})

        def read() -> int:
            reads = 0
            while not finished.is_set() or not reads:
                tensors, description = read_tensors(path)  # whose checksum must be right
                assert (tensors["x"] == description["n"]).all()
                reads += 1
            return reads

        with ThreadPoolExecutor(4) as pool:
            reading = [pool.submit(read) for _ in range(2)]
            for writing in [pool.submit(write, number) for number in (1, 2)]:
                writing.result()
            finished.set()
            assert all(each.result() > 0 for each in reading)
        assert list(tmp_path.iterdir()) == [path]

    def test_the_folder_is_made_to_last_with_the_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        synced = []
        monkeypatch.setattr(os, "fsync", lambda file: synced.append(stat.S_ISDIR(os.fstat(file).st_mode)))
        write_file(tmp_path / "file", b"content")
        write_file(tmp_path / "file", b"other", durable=False)
        assert synced == [False, True]

    def test_a_link_that_lies_in_wait_is_not_followed(self, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.write_text("mine")
        (tmp_path / ".file.part").symlink_to(other)
        write_file(tmp_path / "file", b"content")
        assert other.read_text() == "mine" and (tmp_path / "file").read_bytes() == b"content"

    def test_a_folder_is_not_made_by_the_way(self, tmp_path: Path) -> None:
        with pytest.raises(RunError, match="could not be written"):
            write_file(tmp_path / "gone" / "file", b"content")
        assert not (tmp_path / "gone").exists()

    def test_what_a_kill_left_is_cleared_up_by_the_next_who_writes(self, run: RunFolder) -> None:
        (run.path / "snapshots").mkdir()
        left = [
            run.path / ".checkpoint.safetensors.part",
            run.path / ".metrics.csv.0123.part",
            run.path / "snapshots" / ".1.part",
        ]
        for path in left:
            path.write_bytes(b"half")
        assert RunFolder.open(run.path).metrics() == [] and all(path.exists() for path in left)
        run.take()
        run.let_go()
        assert not any(path.exists() for path in left) and (run.path / "recipe.json").exists()

    def test_a_kill_between_table_and_checkpoint_loses_and_invents_nothing(
        self, run: RunFolder, short: Recipe, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        unbroken = Trainer(short, few_digits)
        list(unbroken.steps())
        write, saves = runs.write_tensors, itertools.count()

        class Killed(BaseException):
            pass

        def dies(*arguments: object) -> None:
            if next(saves) == 2:  # at the second epoch's end
                raise Killed
            write(*arguments)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(runs, "write_tensors", dies)
            with pytest.raises(Killed):
                list(Trainer(short, few_digits, run=run).steps())
        assert run.progress().epoch == 1 and not run.progress().finished
        resumed = Trainer.resume(RunFolder.open(run.path), few_digits)
        list(resumed.steps())
        assert [row.val.loss for row in run.metrics()] == [done.val.loss for done in unbroken.history]
        assert resumed.history[-1].val == unbroken.history[-1].val and run.progress().finished


@pytest.mark.parametrize("name", ["write_file", "write_tensors"])
def test_whichever_file_a_kill_leaves_unwritten_a_finished_run_has_all_its_figures(
    name: str, run: RunFolder, short: Recipe, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Killed

    trainer = trainer_of(run, few_digits)
    steps = trainer.steps()
    while trainer.step < trainer.total_steps - 1:
        next(steps)
    with monkeypatch.context() as patch:
        patch.setattr(runs, name, dies)
        with pytest.raises(Killed):
            list(steps)
    assert len(run.metrics()) == short.epochs or not run.progress().finished
    list(Trainer.resume(RunFolder.open(run.path), few_digits).steps())
    assert run.progress().finished and len(run.metrics()) == short.epochs


def test_a_run_at_its_last_step_without_its_last_figures_is_not_finished(run: RunFolder, few_digits: Dataset) -> None:
    trainer = trainer_of(run, few_digits)
    list(trainer.steps())
    tensors, description = read_tensors(run.checkpoint_path)
    write_tensors(run.checkpoint_path, tensors, description | {"history": description["history"][:-1]})
    progress = run.progress()
    assert progress.step == progress.total_steps and not progress.finished


@pytest.mark.parametrize("events", range(1, 12))
def test_wherever_it_is_stopped_a_run_is_finished_with_all_figures_or_goes_on(
    events: int, run: RunFolder, few_digits: Dataset
) -> None:
    run.set_recipe(run.recipe.replace(epochs=2, batch_size=128))
    trainer = trainer_of(run, few_digits)
    steps = trainer.steps()
    list(itertools.islice(steps, events))
    steps.close()
    assert trainer.finished == run.progress().finished == (len(run.metrics()) == 2)
    assert len(run.metrics()) == trainer.step // trainer.steps_per_epoch
    list(Trainer.resume(run, few_digits).steps())
    assert run.progress().finished and len(run.metrics()) == 2


def test_an_epoch_that_ended_as_it_was_stopped_can_still_be_told(run: RunFolder, few_digits: Dataset) -> None:
    trainer = trainer_of(run, few_digits)
    steps = trainer.steps()
    for event in steps:
        if isinstance(event, StepsDone) and event.step == trainer.steps_per_epoch:
            break
    steps.close()
    assert trainer.unreported == trainer.history and len(trainer.history) == 1


def notices(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Notice)]


class TestSnapshots:
    def test_one_that_cannot_be_written_is_told_once_and_the_training_goes_on(
        self, run: RunFolder, few_digits: Dataset
    ) -> None:
        (run.path / "snapshots").write_text("in the way")
        events = list(trainer_of(run, few_digits).steps())
        (text,) = notices(events)
        assert "the training goes on" in text and "snapshots" in text
        assert run.progress().finished

    def test_the_first_checkpoint_comes_before_the_first_snapshot(
        self, run: RunFolder, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        there = []
        monkeypatch.setattr(RunFolder, "save_snapshot", lambda self, *_: there.append(self.checkpoint_path.exists()))
        list(trainer_of(run, few_digits).steps())
        assert there and all(there)

    def test_one_that_lies_before_the_checkpoint_is_kept_however_its_name_is_rounded(
        self, run: RunFolder, few_digits: Dataset, tmp_path: Path
    ) -> None:
        model = Trainer(run.recipe, few_digits).predictor()
        for steps in range(1, 47):
            folder = tmp_path / str(steps)
            folder.mkdir()
            save_snapshot(folder, steps / 47, model)
            save_snapshot(folder, (steps + 1) / 47, model)
            drop_after(folder, steps / 47)
            assert len(list_snapshots(folder)) == 1


class TestNothingLeftOfNothing:
    def test_a_run_that_stops_before_its_first_step_leaves_no_folder(
        self, run: RunFolder, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise RunError("no")

        monkeypatch.setattr(Trainer, "_some_steps", refuse)
        with pytest.raises(RunError, match="no"):
            list(trainer_of(run, few_digits).steps())
        assert not run.path.exists()

    def test_what_is_not_the_programs_own_stays(self, run: RunFolder, few_digits: Dataset) -> None:
        (run.path / "notes.txt").write_text("mine")
        run.discard()
        assert [path.name for path in run.path.iterdir()] == ["notes.txt"]

    def test_a_run_with_steps_stays(self, run: RunFolder, few_digits: Dataset) -> None:
        steps = trainer_of(run, few_digits).steps()
        next(steps)
        steps.close()
        assert run.progress().step > 0


class TestDivergence:
    def diverged(self, trainer: Trainer) -> None:
        steps = trainer.steps()
        list(itertools.islice(steps, 12))
        trainer.set_learning_rate(100.0)
        trainer.set_beta(1e6)
        with pytest.raises(DivergenceError):
            list(steps)

    def test_a_training_that_diverged_is_at_its_end_and_its_last_save_stays(
        self, run: RunFolder, few_digits: Dataset
    ) -> None:
        trainer = trainer_of(run, few_digits)
        self.diverged(trainer)
        saved = run.checkpoint_path.read_bytes()
        with pytest.raises(DivergenceError):
            next(trainer.steps())
        with pytest.raises(DivergenceError):
            trainer.save()
        assert run.checkpoint_path.read_bytes() == saved and not run.is_taken
        assert np.isfinite(trainer.predictor().decode(np.zeros(2))).all()
        assert np.isfinite(run.load_predictor().decode(np.zeros(2))).all()

    def test_no_snapshot_has_weights_that_are_no_numbers(self, run: RunFolder, few_digits: Dataset) -> None:
        trainer = trainer_of(run, few_digits)
        trainer._optimisation.flat.values.data[0] = float("nan")
        trainer._save_snapshot()
        assert run.snapshots() == []
