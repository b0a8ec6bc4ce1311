"""The run folder: what is written comes back, and neither a kill nor a full disk harms what was there."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
import torch

from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import ModelError, RunError
from vae_models.explore.predictor import Predictor
from vae_models.files.tensors import read_tensors, write_tensors
from vae_models.models.build import build_model
from vae_models.runs.epochs import EpochDone, Losses
from vae_models.runs.folder import RunFolder
from vae_models.runs.listing import list_runs, new_run_path
from vae_models.runs.snapshots import drop_after, list_snapshots, save_snapshot
from vae_models.training.events import StepsDone
from vae_models.training.trainer import Trainer

ROW = EpochDone(
    1, 47, Losses(164.4, 139.1, 25.3), Losses(130.0, 105.0, 25.0, (0.1, 1 / 3)), 1.5, 6000.0, 1.0, 5e-4, 1e-3
)


def test_a_run_comes_back_from_its_folder(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run", get_recipe("beta-vae"), "digits", "somewhere")
    run.write_metrics([ROW])
    again = RunFolder.open(run.path)
    assert (again.recipe, again.dataset, again.data_dir, again.name) == (
        get_recipe("beta-vae"),
        "digits",
        "somewhere",
        "run",
    )
    assert again.metrics() == [ROW]
    assert again.progress().step == 0 and not again.progress().finished


def test_a_run_that_moves_keeps_all_that_it_knows(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run", get_recipe("beta-vae"), "own", "somewhere", "0,9", invert=True)
    moved = run.at(tmp_path / "other")
    assert moved.path == tmp_path / "other"
    public = {name for name in vars(run) if not name.startswith("_")}
    assert {name: getattr(moved, name) for name in public - {"path"}} == {
        name: getattr(run, name) for name in public - {"path"}
    }


def test_a_folder_that_holds_a_run_is_not_overwritten(tmp_path: Path) -> None:
    RunFolder.create(tmp_path / "run", get_recipe("vae"), "digits")
    with pytest.raises(RunError, match="already holds a run"):
        RunFolder.create(tmp_path / "run", get_recipe("vae"), "digits")


def test_a_run_does_not_lie_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(RunError, match="holds other files; choose an empty folder or a new one"):
        RunFolder.create(tmp_path / "mine", get_recipe("vae"), "digits")
    assert [entry.name for entry in (tmp_path / "mine").iterdir() if entry.name != ".lock"] == ["thesis.txt"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".DS_Store").write_text("a file manager looked into it")
    assert RunFolder.create(tmp_path / "empty", get_recipe("vae"), "digits").path == tmp_path / "empty"


def test_a_run_cannot_lie_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RunError, match="is a file"):
        RunFolder.create(tmp_path / "file", get_recipe("vae"), "digits")
    with pytest.raises(RunError, match="could not be written"):
        RunFolder.create(tmp_path / "file" / "run", get_recipe("vae"), "digits")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"recipe": {"name": "x", "latent_dim": 0}, "dataset": "digits"}'])
def test_a_damaged_recipe_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "recipe.json").write_text(content)
    with pytest.raises(RunError, match="damaged"):
        RunFolder.open(tmp_path)


def test_damaged_metrics_are_one_sentence(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run", get_recipe("vae"), "digits")
    (run.path / "metrics.csv").write_text("epoch,steps\none,two\n")
    with pytest.raises(RunError, match="figures cannot be read"):
        run.metrics()


def test_runs_are_listed_and_named_without_collisions(tmp_path: Path) -> None:
    first = RunFolder.create(new_run_path(tmp_path, get_recipe("vae")), get_recipe("vae"), "digits")
    second = RunFolder.create(new_run_path(tmp_path, get_recipe("vae")), get_recipe("vae"), "digits")
    (tmp_path / "no run").mkdir()
    assert {run.name for run in list_runs(tmp_path)} == {first.name, second.name} == {"vae-1", "vae-2"}


def test_the_newest_run_comes_first_whatever_clock_it_was_made_by(tmp_path: Path) -> None:
    """Runs from other parts of the world too; a date without a zone is of this machine."""
    here = datetime(2026, 6, 1, 12).astimezone()
    dates = {
        "first": here - timedelta(hours=2),
        "second": (here - timedelta(hours=1)).astimezone(timezone(timedelta(hours=9))),
        "third": here.astimezone(timezone(timedelta(hours=-9))),
    }
    texts = {name: date.isoformat() for name, date in dates.items()}
    texts |= {"of before": (here + timedelta(hours=1)).replace(tzinfo=None).isoformat(), "no date": "yesterday"}
    for name, created in texts.items():
        file = RunFolder.create(tmp_path / name, get_recipe("vae-2d"), "digits").path / "recipe.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | {"created": created}))
    assert [run.name for run in list_runs(tmp_path)] == ["of before", "third", "second", "first", "no date"]


def test_a_new_run_says_when_it_was_made_wherever_it_is_read(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    run = RunFolder.open(RunFolder.create(tmp_path / "run", get_recipe("vae-2d"), "digits").path)
    made = datetime.fromisoformat(run.created)
    assert made.tzinfo is not None and before <= made == run.date <= datetime.now(UTC)


def test_a_full_disk_leaves_the_old_checkpoint_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "checkpoint.safetensors"
    write_tensors(path, {"x": torch.ones(3)}, {"n": 1})

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vae_models.files.writing.os.fsync", full)
    with pytest.raises(RunError, match="No space left on device"):
        write_tensors(path, {"x": torch.zeros(3)}, {"n": 2})
    assert read_tensors(path)[1] == {"n": 1}
    assert os.listdir(tmp_path) == ["checkpoint.safetensors"]


def predictor(seed: int = 0) -> Predictor:
    recipe = get_recipe("vae-2d")
    return Predictor(build_model(recipe, seed), recipe)


def test_snapshots_come_back_in_order_and_decode_alike(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run", get_recipe("vae-2d"), "digits")
    for epoch in (0.0, 10.0, 0.1, 2.0):
        run.save_snapshot(epoch, predictor(int(epoch * 10)))
    assert [snapshot.epoch for snapshot in run.snapshots()] == [0.0, 0.1, 2.0, 10.0]
    again = run.load_snapshot(run.snapshots()[2])
    assert np.array_equal(again.decode([0.5, -1.0]), predictor(20).decode([0.5, -1.0]))
    assert again.epoch == 2.0


def test_snapshots_stay_within_their_size_and_keep_first_and_last(tmp_path: Path) -> None:
    save_snapshot(tmp_path, 0.0, predictor())
    size = next(tmp_path.iterdir()).stat().st_size
    for epoch in range(1, 20):
        save_snapshot(tmp_path, float(epoch), predictor(), max_bytes=6 * size + 600)
    epochs = sorted(float(path.stem) for path in tmp_path.iterdir())
    assert len(epochs) == 6 and epochs[0] == 0.0 and epochs[-1] == 19.0


def test_snapshots_that_cannot_be_removed_are_one_sentence_and_no_reason_not_to_resume(tmp_path: Path) -> None:
    for epoch in (1.0, 2.0, 3.0):
        (tmp_path / f"{epoch:010.3f}.safetensors").mkdir()
    with pytest.raises(RunError, match="could not be cleared up"):
        save_snapshot(tmp_path, 4.0, predictor(), max_bytes=0)
    drop_after(tmp_path, 2.0)
    assert [snapshot.epoch for snapshot in list_snapshots(tmp_path)] == [1.0, 2.0, 3.0]


def test_a_snapshot_that_vanished_is_one_sentence(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "run", get_recipe("vae-2d"), "digits")
    run.save_snapshot(1.0, predictor())
    (snapshot,) = run.snapshots()
    snapshot.path.unlink()
    with pytest.raises(ModelError, match="no model file"):
        run.load_snapshot(snapshot)


TRAIN = """
import sys
from vae_models import get_recipe
from vae_models.data.load import Split, Dataset, load_dataset
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer
digits = load_dataset("digits")
few = Dataset("few", Split(digits.train.images[:600], None), Split(digits.val.images[:200], None), None, ())
recipe = get_recipe("vae-2d").replace(epochs=400, batch_size=64)
for event in Trainer(recipe, few, run=RunFolder.create(sys.argv[1], recipe, "few")).steps():
    if isinstance(event, EpochDone):
        print(event.epoch, flush=True)
"""


def test_a_run_killed_at_any_moment_ends_with_the_metrics_of_an_unbroken_one(
    tmp_path: Path, few_digits: Dataset
) -> None:
    path = tmp_path / "run"
    with subprocess.Popen([sys.executable, "-c", TRAIN, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "4\n":
            assert process.poll() is None
        process.kill()
    assert process.returncode == -signal.SIGKILL

    run = RunFolder.open(path)
    epochs = run.progress().epoch + 2
    resumed = Trainer.resume(run, few_digits, epochs=epochs)
    assert 4 <= resumed.epoch < epochs
    list(resumed.steps())
    unbroken = Trainer(run.recipe, few_digits)
    list(unbroken.steps())
    assert [(e.train, e.val) for e in resumed.history] == [(e.train, e.val) for e in unbroken.history]
    assert [row.train.loss for row in run.metrics()] == [e.train.loss for e in unbroken.history]


def test_a_stop_between_the_last_step_of_an_epoch_and_its_end_loses_nothing(
    few_digits: Dataset, tmp_path: Path
) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=3, batch_size=100)
    unbroken = Trainer(recipe, few_digits)
    list(unbroken.steps())
    run = RunFolder.create(tmp_path / "run", recipe, "few")
    trainer = Trainer(recipe, few_digits, run=run, event_interval=0.0)
    steps = trainer.steps()
    for event in steps:
        if isinstance(event, StepsDone) and event.step == trainer.steps_per_epoch:
            break
    steps.close()
    resumed = Trainer.resume(RunFolder.open(run.path), few_digits)
    list(resumed.steps())
    assert [row.epoch for row in run.metrics()] == [1, 2, 3]
    assert [(e.train, e.val) for e in resumed.history] == [(e.train, e.val) for e in unbroken.history]
