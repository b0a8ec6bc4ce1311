"""The table of runs in the Compare view: sorting, selecting, opening, and what can be taken out of it."""

import csv
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from tests.gui.unit.views.compare.hand import click_header, select, shown
from vae_gui.views.compare.columns import COLUMNS
from vae_gui.views.compare.tabs.side_by_side import SideBySideTab
from vae_gui.views.compare.view import CompareView
from vae_gui.workspace.workspace import Workspace
from vae_models.runs.folder import RunFolder


def test_without_runs_the_view_says_how_to_get_some(view: CompareView) -> None:
    assert view.count.text().startswith("No runs yet.")
    assert view.tab_of(SideBySideTab).strip.is_empty() and "Select up to" in view.tab_of(SideBySideTab).strip.empty_text


def test_before_the_folders_are_read_it_does_not_say_that_there_are_none(
    qtbot: QtBot, empty_workspace: Workspace
) -> None:
    view = CompareView(empty_workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    assert view.count.text().startswith("Looking for runs")
    with qtbot.waitSignal(empty_workspace.runs.rows_changed, timeout=10_000):
        empty_workspace.start()
    assert view.count.text().startswith("No runs yet.")


@pytest.mark.usefixtures("three_runs")
def test_a_click_on_a_title_sorts_by_its_values(view: CompareView) -> None:
    assert shown(view) == ["a2", "a16", "b1"]  # 2 before 16
    click_header(view, "beta")
    assert shown(view, "beta") == ["1", "2", "16"]
    click_header(view, "beta")
    assert shown(view, "beta") == ["16", "2", "1"]
    click_header(view, "val_loss")
    losses = list(map(float, shown(view, "val_loss")))
    assert losses == sorted(losses)


@pytest.mark.parametrize("order", list(Qt.SortOrder))
def test_a_run_without_the_value_stands_last(
    qtbot: QtBot, view: CompareView, three_runs: list[RunFolder], order: Qt.SortOrder
) -> None:
    three_runs[0].write_metrics([])
    view.workspace.runs.look()
    qtbot.waitUntil(lambda: "–" in shown(view, "val_loss"), timeout=10_000)
    view.table.sortByColumn([each.name for each in COLUMNS].index("val_loss"), order)
    assert shown(view)[-1] == "a2"


def test_the_selection_stays_while_runs_come_and_go(
    qtbot: QtBot, view: CompareView, three_runs: list[RunFolder], make_run: MakeRun
) -> None:
    view.workspace.runs.interval_ms = 50  # instead of two seconds
    view.workspace.runs.look()
    select(view, "a16", "b1")
    shutil.rmtree(three_runs[2].path)
    make_run("c")
    qtbot.waitUntil(lambda: shown(view) == ["a2", "a16", "c"], timeout=10_000)
    assert [row.path.name for row in view.table.selected()] == ["a16"]
    assert view.count.text() == "3 runs"


def test_another_folder_is_followed_and_remembered(
    qtbot: QtBot, view: CompareView, make_run: MakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_run("far", folder=tmp_path / "elsewhere")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "elsewhere"))
    next(action for action in view.menu_actions() if action.text() == "Watch a folder of runs…").trigger()
    qtbot.waitUntil(lambda: shown(view) == ["far"], timeout=10_000)
    view.workspace.settings.sync()
    assert view.workspace.runs.added == [tmp_path / "elsewhere"]
    view.workspace.runs.forget_added()
    qtbot.waitUntil(lambda: shown(view) == [], timeout=10_000)


def test_enter_makes_the_run_the_current_one(qtbot: QtBot, view: CompareView, three_runs: list[RunFolder]) -> None:
    view.table.select(three_runs[1].path)
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert view.workspace.model.run is not None and view.workspace.model.run.name == "a16"


def test_a_double_click_says_what_it_opened(qtbot: QtBot, view: CompareView, three_runs: list[RunFolder]) -> None:
    index = view.table.sorted.mapFromSource(view.table.runs.index(view.table.runs.find(three_runs[1].path) or 0, 0))
    at = view.table.visualRect(index).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(view.workspace.messages.said, timeout=10_000) as told:
        QTest.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args[0].startswith("a16 is open")
    assert view.workspace.model.run is not None and view.workspace.model.run.name == "a16"


@pytest.mark.usefixtures("three_runs")
def test_the_table_as_csv_has_every_column_in_the_order_shown(
    qtbot: QtBot, view: CompareView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "runs"), ""))
    view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    with qtbot.waitSignal(view.workspace.messages.said, timeout=5000):
        next(action for action in view.menu_actions() if "CSV" in action.text()).trigger()
    rows = list(csv.DictReader((tmp_path / "runs.csv").read_text("utf-8").splitlines()))
    assert [row["run"] for row in rows] == ["b1", "a16", "a2"]
    assert set(rows[0]) == {column.name for column in COLUMNS} | {"folder"}
    assert float(rows[0]["val_loss"]) == RunFolder.open(Path(rows[0]["folder"])).metrics()[-1].val.loss


@pytest.mark.usefixtures("three_runs")
def test_the_columns_menu_shows_and_hides(view: CompareView) -> None:
    number = [column.name for column in COLUMNS].index("learning_rate")
    entry = next(action for action in view.table.columns_menu.actions() if action.text() == COLUMNS[number].title)
    assert view.table.isColumnHidden(number) and not entry.isChecked()
    entry.trigger()
    assert not view.table.isColumnHidden(number) and view.table.columnWidth(number) > 0


@pytest.mark.usefixtures("three_runs")
def test_a_place_that_takes_no_file_is_one_sentence(
    qtbot: QtBot, view: CompareView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "nowhere" / "runs.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(view.workspace.messages.said, timeout=5000) as told:
        next(action for action in view.menu_actions() if "CSV" in action.text()).trigger()
    assert told.args[0] == f"{target} could not be written (No such file or directory); choose another place."
