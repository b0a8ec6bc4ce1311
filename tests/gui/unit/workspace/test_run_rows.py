"""Run folders read while somebody else writes, moves and damages them."""

import dataclasses
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.gui.conftest import MakeRun
from vae_gui.views.compare.columns import BY_NAME, COLUMNS
from vae_gui.workspace.run_rows import RunReader, RunRow
from vae_gui.workspace.workspace import Workspace


@pytest.fixture
def runs(workspace: Workspace) -> Path:
    return workspace.runs_dir


def read(reader: RunReader, folders: list[Path]) -> list[RunRow]:
    return reader.read(folders)[0]


def names(rows: list[RunRow]) -> list[str]:
    return [row.path.name for row in rows]


def test_a_run_is_followed_as_its_files_grow(runs: Path, make_run: MakeRun) -> None:
    run, reader = make_run("one", epochs=3), RunReader()
    metrics = run.metrics()
    run.write_metrics([])
    assert [row.last for row in read(reader, [runs])] == [None]
    for count in (1, 2, 3):
        run.write_metrics(metrics[:count])
        row = read(reader, [runs])[0]
        assert row.epochs == count and row.last == metrics[count - 1]
        assert row.seconds == pytest.approx(sum(each.seconds for each in metrics[:count]))


def test_what_has_not_changed_is_the_same_row_again(runs: Path, make_run: MakeRun) -> None:
    make_run("one")
    reader = RunReader()
    assert read(reader, [runs])[0] is read(reader, [runs])[0]


def test_a_run_that_vanishes_or_breaks_is_passed_over(runs: Path, make_run: MakeRun) -> None:
    reader = RunReader()
    for name in ("gone", "no-recipe", "no-figures", "whole"):
        make_run(name)
    assert len(read(reader, [runs])) == 4
    shutil.rmtree(runs / "gone")
    (runs / "no-recipe" / "recipe.json").write_text("{")
    (runs / "no-figures" / "metrics.csv").write_text("epoch\nx\n")
    rows = read(reader, [runs, runs / "never-there"])
    assert sorted(names(rows)) == ["no-figures", "whole"] and {row.name: row.epochs for row in rows}["no-figures"] == 0


def test_one_that_the_system_refuses_hides_no_other(
    runs: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Path.stat

    def refuse(file: Path, **options: bool) -> os.stat_result:
        if file.parent.name == "locked" and file.name == "metrics.csv":
            raise PermissionError(13, "Permission denied")
        return look(file, **options)

    for name in ("locked", "open"):
        make_run(name)
    monkeypatch.setattr(Path, "stat", refuse)
    assert names(read(RunReader(), [runs])) == ["open"]


def test_the_runs_of_a_sweep_count_those_of_the_trash_do_not(runs: Path, make_run: MakeRun) -> None:
    for folder in (runs / "sweep", runs / "other", runs / ".trash"):
        make_run("inner", folder=folder)
    (runs / "sweep" / "sweep.json").write_text("{}")
    assert [row.path for row in read(RunReader(), [runs])] == [runs / "sweep" / "inner"]
    assert [row.path for row in read(RunReader(), [runs / "other" / "inner"])] == [runs / "other" / "inner"]


def test_a_run_of_a_sweep_is_named_after_both(runs: Path, make_run: MakeRun) -> None:
    make_run("beta=4", folder=runs / "sweep")
    (runs / "sweep" / "sweep.json").write_text("{}")
    (row,) = read(RunReader(), [runs])
    assert row.name == "sweep/beta=4" and row.in_sweep


def test_the_newest_comes_first(runs: Path, make_run: MakeRun) -> None:
    for name, created in (("a", "2026-01-02T00:00:00"), ("b", "2026-01-03T00:00:00"), ("c", "2026-01-01T00:00:00")):
        file = make_run(name).path / "recipe.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | {"created": created}))
    assert names(read(RunReader(), [runs])) == ["b", "a", "c"]


def test_a_run_apart_is_read_too_but_not_listed(runs: Path, make_run: MakeRun, tmp_path: Path) -> None:
    make_run("one")
    far, reader = make_run("far", folder=tmp_path / "elsewhere").path, RunReader()
    rows, apart = reader.read([runs], far)
    assert names(rows) == ["one"] and apart is not None and apart.path == far
    assert reader.read([runs], far)[1] is apart, "what has not changed is not read again"


def test_a_run_that_was_apart_has_its_sweep_s_name_once_that_is_listed(
    runs: Path, make_run: MakeRun, tmp_path: Path
) -> None:
    far, reader = tmp_path / "elsewhere", RunReader()
    run = make_run("beta=4", folder=far / "sweep").path
    (far / "sweep" / "sweep.json").write_text("{}")
    _, apart = reader.read([runs], run)
    assert apart is not None and not apart.in_sweep
    rows, _ = reader.read([runs, far], run)
    assert [row.name for row in rows] == ["sweep/beta=4"]


def test_every_column_says_what_the_run_has(runs: Path, make_run: MakeRun) -> None:
    run = make_run("one", beta=2.0)
    row = read(RunReader(), [runs])[0]
    last = run.metrics()[-1]
    told = {column.name: column.value(row) for column in COLUMNS}
    assert (told["run"], told["recipe"], told["data"], told["beta"], told["epochs"]) == ("one", "vae-2d", "few", 2.0, 1)
    assert (told["val_loss"], told["val_kl"], told["images_per_s"]) == (last.val.loss, last.val.kl, last.images_per_s)
    assert told["capacity"] is None and BY_NAME["capacity"].text(row) == "–"


def test_active_dimensions_are_those_with_some_kl(runs: Path, make_run: MakeRun) -> None:
    make_run("one")
    make_run("two", "autoencoder")
    rows = {row.name: row for row in read(RunReader(), [runs])}
    one, two = rows["one"], rows["two"]
    assert one.last is not None
    validation = dataclasses.replace(one.last.val, kl_per_dim=(0.5, 0.001))
    half = dataclasses.replace(one, metrics=(dataclasses.replace(one.last, val=validation),))
    assert half.active_dimensions == 1 and two.active_dimensions is None
