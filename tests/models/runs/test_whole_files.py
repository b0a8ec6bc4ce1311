"""Files of a run are whole at any time, whenever a kill or a stop comes between them."""

import itertools
import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from tests.models.runs.conftest import trainer_of
from vae_models import Recipe
from vae_models.data.load import Dataset
from vae_models.errors import RunError
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.files.writing import write_file
from vae_models.runs import folder as runs
from vae_models.runs.folder import RunFolder
from vae_models.training.events import StepsDone
from vae_models.training.trainer import Trainer


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
