"""One owner of a run, files that are whole at any time, and a training that outlives its folder."""

import itertools
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.models.runs.conftest import trainer_of
from tests.patient_bot import PATIENCE_SECONDS
from vae_models import Recipe
from vae_models.data.load import Dataset
from vae_models.errors import DivergenceError, RunError
from vae_models.runs.folder import RunFolder
from vae_models.runs.listing import new_run_path
from vae_models.runs.snapshots import drop_after, list_snapshots, save_snapshot
from vae_models.training.events import Event, Notice
from vae_models.training.optimisation import Optimisation
from vae_models.training.trainer import Trainer

HOLDER = """
import sys
from pathlib import Path
from vae_models.runs.folder import RunFolder
run = RunFolder.open(Path(sys.argv[1]))
run.take()
print("taken", flush=True)
sys.stdin.read()
"""


class TestOneOwner:
    """Window, command, sweep and torchrun all train with a Trainer, so that is where a run has one owner."""

    def test_a_run_that_trains_is_refused_with_the_number_of_its_process(
        self, run: RunFolder, few_digits: Dataset
    ) -> None:
        steps = trainer_of(run, few_digits).steps()
        next(steps)
        other = RunFolder.open(run.path)
        assert other.is_taken
        with pytest.raises(RunError, match=rf"Another process \({os.getpid()}\) is working in .*; wait for it"):
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
            with pytest.raises(RunError, match=rf"\({holder.pid}\) is working"):
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
            together.wait(timeout=PATIENCE_SECONDS)
            return new_run_path(tmp_path, short)

        with ThreadPoolExecutor(8) as pool:
            paths = list(pool.map(make, range(8)))
        assert sorted(path.name for path in paths) == [f"vae-2d-{number}" for number in range(1, 9)]


def notices(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Notice)]


class TestSnapshots:
    def test_one_that_cannot_be_written_is_told_once_and_the_training_goes_on(
        self, run: RunFolder, few_digits: Dataset
    ) -> None:
        (run.path / "snapshots").write_text("in the way")
        events = list(trainer_of(run, few_digits).steps())
        (text,) = notices(events)
        assert "training continues" in text and "snapshots" in text
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

        monkeypatch.setattr(Optimisation, "step", refuse)
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
        trainer.optimisation.flat.values.data[0] = float("nan")
        trainer.save_snapshot()
        assert run.snapshots() == []
