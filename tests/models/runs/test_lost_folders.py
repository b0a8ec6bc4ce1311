"""A run folder that vanishes while it is trained: the training goes on in another one, or ends, as was chosen."""

import itertools
import shutil
from pathlib import Path

import pytest

from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import RunError
from vae_models.explore.predictor import Predictor
from vae_models.runs import folder as runs
from vae_models.runs.folder import RunFolder
from vae_models.training.events import Notice, RunRescued
from vae_models.training.trainer import Trainer


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path / "run", get_recipe("vae-2d").replace(epochs=3, batch_size=64), "few")


def test_a_training_goes_on_in_a_new_folder_that_is_whole(run: RunFolder, few_digits: Dataset) -> None:
    trainer = Trainer(run.recipe, few_digits, run=run, event_interval=0.0)
    steps = trainer.steps()
    list(itertools.islice(steps, 12))
    shutil.rmtree(run.path)
    first = next(steps)
    if not isinstance(first, RunRescued):  # the report on the step that was under way comes first
        first = next(steps)
    rescued = run.path.with_name("run-rescued")
    assert isinstance(first, RunRescued) and first.path == rescued
    assert str(run.path) in first.text and str(rescued) in first.text
    assert RunFolder.open(rescued).progress().step == trainer.step and len(RunFolder.open(rescued).metrics()) == 1
    list(steps)
    again = RunFolder.open(rescued)
    assert again.recipe == run.recipe and again.progress().finished and again.snapshots()
    assert trainer.run is not None and trainer.run.path == rescued and not run.path.exists()
    unbroken = Trainer(run.recipe, few_digits)
    list(unbroken.steps())
    assert [row.val.loss for row in again.metrics()] == [done.val.loss for done in unbroken.history]


def test_also_where_it_vanishes_while_it_is_written_to(
    run: RunFolder, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, saves = runs.write_tensors, itertools.count()

    def vanishes(path: Path, *arguments: object) -> None:
        if next(saves) == 1:
            shutil.rmtree(run.path)
        write(path, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(runs, "write_tensors", vanishes)
    list(Trainer(run.recipe, few_digits, run=run).steps())
    rescued = RunFolder.open(run.path.with_name("run-rescued"))
    assert rescued.progress().finished and len(rescued.metrics()) == 3


def test_or_it_stops_at_once_where_that_was_chosen(run: RunFolder, few_digits: Dataset) -> None:
    steps = Trainer(run.recipe, few_digits, run=run, event_interval=0.0, if_lost="stop").steps()
    next(steps)
    run.path.rename(run.path.with_name("moved"))
    with pytest.raises(RunError, match="has vanished; training was stopped"):
        list(itertools.islice(steps, 3))
    assert not run.path.exists() and RunFolder.open(run.path.with_name("moved")).progress().step == 0


def test_a_folder_that_vanishes_under_a_snapshot_is_not_called_a_full_disk(
    run: RunFolder, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = RunFolder.save_snapshot

    def vanish_first(self: RunFolder, epoch: float, predictor: Predictor) -> None:
        if self.path == run.path and self.checkpoint_path.exists():
            shutil.rmtree(self.path)
        write(self, epoch, predictor)

    monkeypatch.setattr(RunFolder, "save_snapshot", vanish_first)
    told = [event for event in Trainer(run.recipe, few_digits, run=run).steps() if isinstance(event, Notice)]
    assert [type(event) for event in told] == [RunRescued]
    assert not run.path.exists() and RunFolder.open(run.path.with_name("run-rescued")).snapshots()
