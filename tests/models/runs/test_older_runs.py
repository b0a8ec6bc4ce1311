"""Run folders that an earlier version wrote open, answer and go on as they did then."""

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from vae_models.data import Dataset, Split, load_dataset
from vae_models.recipe import Recipe
from vae_models.runs import RunFolder
from vae_models.training import EpochDone, Trainer

OLDER = Path(__file__).parents[2] / "data" / "older_runs"
NAMES = ("annealed", "capacity", "conditional")


@pytest.fixture(scope="module")
def shapes() -> Dataset:
    """The images that they were trained on."""
    whole = load_dataset("shapes")

    def first(split: Split, count: int) -> Split:
        assert split.labels is not None
        return Split(split.images[:count], split.labels[:count])

    return dataclasses.replace(whole, train=first(whole.train, 600), val=first(whole.val, 100))


@pytest.fixture(params=NAMES)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> RunFolder:
    return RunFolder.open(Path(shutil.copytree(OLDER / request.param, tmp_path / request.param)))


def test_its_recipe_means_what_it_meant(older: RunFolder) -> None:
    written = json.loads((OLDER / older.name / "recipe.json").read_text("utf-8"))["recipe"]
    now = json.loads(json.dumps(older.recipe.to_dict()))
    assert {name: now[name] for name in written} == written
    assert [name for name in now if name in written] == list(written)
    assert Recipe.from_dict(written) == older.recipe


def test_its_model_answers_as_it_did(older: RunFolder) -> None:
    then = np.load(OLDER / f"{older.name}.npz")
    labels = then["labels"] if older.recipe.conditional else None
    (snapshot,) = older.snapshots()
    for predictor in (older.load_predictor(), older.load_snapshot(snapshot)):
        np.testing.assert_allclose(predictor.encode(then["images"], labels).mu, then["mu"], atol=1e-4)
        decoded = predictor.decode_uint8(then["z"], labels)
        assert np.abs(decoded.astype(int) - then["decoded"].astype(int)).max() <= 1


def test_it_is_finished_and_goes_on_from_where_it_was(older: RunFolder, shapes: Dataset) -> None:
    before = older.metrics()
    assert older.progress().finished and len(before) == older.recipe.epochs
    trainer = Trainer.resume(older, shapes, epochs=older.recipe.epochs + 1)
    (done,) = [event for event in trainer.steps() if isinstance(event, EpochDone)]
    assert done.epoch == len(before) + 1 and done.val.reconstruction < before[0].val.reconstruction
    after = older.metrics()
    assert after[:-1] == before and after[-1].row == done.row


def test_its_epochs_are_one_record_in_table_checkpoint_and_training(older: RunFolder, shapes: Dataset) -> None:
    """The table is written as it was read; the checkpoint says the same, and training's KL per dimension beside it."""
    table = (older.path / "metrics.csv").read_bytes()
    older.write_metrics(older.metrics())
    assert (older.path / "metrics.csv").read_bytes() == table
    trainer = Trainer.resume(older, shapes)
    assert [epoch.row for epoch in trainer.history] == [epoch.row for epoch in older.metrics()]
    _, description = older.load_checkpoint()
    assert json.loads(json.dumps([dataclasses.asdict(epoch) for epoch in trainer.history])) == description["history"]
