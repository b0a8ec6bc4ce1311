"""Run folders read while somebody else writes, moves and damages them."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from tests.gui.compare.conftest import MakeRun
from vae_gui.views.compare.columns import BY_NAME, COLUMNS
from vae_gui.views.compare.run_rows import RunReader, RunRow
from vae_gui.workspace import Workspace


@pytest.fixture
def runs(workspace: Workspace) -> Path:
    return workspace.runs_dir


def names(rows: list[RunRow]) -> list[str]:
    return [row.path.name for row in rows]


def test_a_run_is_followed_as_its_files_grow(runs: Path, make_run: MakeRun) -> None:
    run, reader = make_run("one", epochs=3), RunReader()
    metrics = run.metrics()
    run.write_metrics([])
    assert [row.last for row in reader.read([runs])] == [None]
    for count in (1, 2, 3):
        run.write_metrics(metrics[:count])
        row = reader.read([runs])[0]
        assert row.epochs == count and row.last == metrics[count - 1]
        assert row.seconds == pytest.approx(sum(each.seconds for each in metrics[:count]))


def test_what_has_not_changed_is_the_same_row_again(runs: Path, make_run: MakeRun) -> None:
    make_run("one")
    reader = RunReader()
    assert reader.read([runs])[0] is reader.read([runs])[0]


def test_a_run_that_vanishes_or_breaks_is_passed_over(runs: Path, make_run: MakeRun) -> None:
    reader = RunReader()
    for name in ("gone", "no-recipe", "no-figures", "whole"):
        make_run(name)
    assert len(reader.read([runs])) == 4
    shutil.rmtree(runs / "gone")
    (runs / "no-recipe" / "recipe.json").write_text("{")
    (runs / "no-figures" / "metrics.csv").write_text("epoch\nx\n")
    rows = reader.read([runs, runs / "never-there"])
    assert names(rows) == ["no-figures", "whole"] and rows[0].last is None


def test_the_runs_of_a_sweep_count_those_of_the_trash_do_not(runs: Path, make_run: MakeRun) -> None:
    for folder in (runs / "sweep", runs / "other", runs / ".trash"):
        make_run("inner", folder=folder)
    (runs / "sweep" / "sweep.json").write_text("{}")
    assert [row.path for row in RunReader().read([runs])] == [runs / "sweep" / "inner"]
    assert [row.path for row in RunReader().read([runs / "other" / "inner"])] == [runs / "other" / "inner"]


def test_every_column_says_what_the_run_has(runs: Path, make_run: MakeRun) -> None:
    run = make_run("one", beta=2.0)
    row = RunReader().read([runs])[0]
    last = run.metrics()[-1]
    told = {column.name: column.value(row) for column in COLUMNS}
    assert (told["run"], told["recipe"], told["data"], told["beta"], told["epochs"]) == ("one", "vae-2d", "few", 2.0, 1)
    assert (told["val_loss"], told["val_kl"], told["images_per_s"]) == (last.val_loss, last.val_kl, last.images_per_s)
    assert told["capacity"] is None and BY_NAME["capacity"].text(row) == "–"


def test_active_dimensions_are_those_with_some_kl(runs: Path, make_run: MakeRun) -> None:
    make_run("one")
    make_run("two", "autoencoder")
    one, two = RunReader().read([runs])
    assert one.last is not None
    half = dataclasses.replace(one, last=dataclasses.replace(one.last, kl_per_dim=(0.5, 0.001)))
    assert half.active_dimensions == 1 and two.active_dimensions is None
