"""The Compare view by hand: the table, the scatter, models side by side, and what can be taken out of them."""

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from vae_gui.views.compare.columns import COLUMNS
from vae_gui.views.compare.side_by_side import IMAGES, KINDS, MODELS, Question, SideBySide, noisy
from vae_gui.views.compare.view import CompareView
from vae_gui.widgets.pictures.greyscale import to_uint8
from vae_gui.widgets.plots.scatter_plot import Point
from vae_gui.workspace.workspace import Workspace
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.latent import lerp
from vae_models.runs.folder import RunFolder


def shown(view: CompareView, column: str = "run") -> list[str]:
    """A column of the table from top to bottom."""
    number = [each.name for each in COLUMNS].index(column)
    return [view.table.sorted.index(line, number).data() for line in range(view.table.sorted.rowCount())]


def click_header(view: CompareView, column: str) -> None:
    header = view.table.horizontalHeader()
    number = [each.name for each in COLUMNS].index(column)
    at = header.sectionViewportPosition(number) + header.sectionSize(number) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, header.height() // 2))


def select(view: CompareView, *names: str) -> None:
    view.table.clearSelection()
    for line, name in enumerate(shown(view)):
        if name in names:
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            view.table.selectionModel().select(view.table.sorted.index(line, 0), flags)


def test_without_runs_the_view_says_how_to_get_some(view: CompareView) -> None:
    assert view._count.text().startswith("No runs yet.")
    assert view.side.strip.is_empty() and "Select up to" in view.side.strip.empty_text


def test_before_the_folders_are_read_it_does_not_say_that_there_are_none(
    qtbot: QtBot, empty_workspace: Workspace
) -> None:
    view = CompareView(empty_workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    assert view._count.text().startswith("Looking for runs")
    with qtbot.waitSignal(empty_workspace.runs.rows_changed, timeout=10_000):
        empty_workspace.models_loaded_now()
    assert view._count.text().startswith("No runs yet.")


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
    assert view._count.text() == "3 runs"


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
    with qtbot.waitSignal(view.workspace.predictor_changed, timeout=10_000):
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert view.workspace.current_run is not None and view.workspace.current_run.name == "a16"


def test_a_double_click_says_what_it_opened(qtbot: QtBot, view: CompareView, three_runs: list[RunFolder]) -> None:
    index = view.table.sorted.mapFromSource(view.table.runs.index(view.table.runs.find(three_runs[1].path) or 0, 0))
    at = view.table.visualRect(index).center()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(view.workspace.status, timeout=10_000) as told:
        QTest.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args[0].startswith("a16 is open")
    assert view.workspace.current_run is not None and view.workspace.current_run.name == "a16"


@pytest.mark.usefixtures("three_runs")
def test_the_table_as_csv_has_every_column_in_the_order_shown(
    qtbot: QtBot, view: CompareView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "runs"), ""))
    view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    with qtbot.waitSignal(view.workspace.status, timeout=5000):
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


# The scatter


def points(view: CompareView) -> dict[str, Point]:
    assert view.scatter is not None
    return {point.name: point for group in view.scatter.plot.groups for point in group.points}


@pytest.mark.usefixtures("three_runs")
def test_the_scatter_is_the_rate_over_the_distortion_at_first(view: CompareView) -> None:
    for row in view.workspace.runs.rows:
        point = points(view)[row.path.name]
        assert row.last is not None
        assert (point.x, point.y) == (row.last.val.reconstruction, row.last.val.kl)


@pytest.mark.usefixtures("three_runs")
def test_any_measure_may_be_an_axis_and_any_value_the_colour(view: CompareView) -> None:
    assert view.scatter is not None
    view.scatter.across.setCurrentText("Beta")
    view.scatter.up.setCurrentText("Val loss")
    view.scatter.colour.setCurrentText("Recipe")
    assert {name: point.x for name, point in points(view).items()} == {"a2": 2.0, "a16": 16.0, "b1": 1.0}
    assert [group.title for group in view.scatter.plot.groups] == ["vae", "vae-2d"]
    assert view.scatter.plot.plot.getAxis("bottom").labelText == "Beta"
    assert view.scatter.plot.plot.getAxis("left").labelText == "Val loss, nats per image"


@pytest.mark.usefixtures("three_runs")
def test_a_click_on_a_point_selects_its_run(qtbot: QtBot, view: CompareView) -> None:
    assert view.scatter is not None
    view.scatter.across.setCurrentText("Beta")
    plot, point = view.scatter.plot.plot, points(view)["a16"]
    qtbot.waitUntil(lambda: plot.getViewBox().viewRect().contains(point.x, point.y))
    at = plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(point.x, point.y)))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: [row.path.name for row in view.table.selected()] == ["a16"])
    assert view.scatter.plot._marked == frozenset({point.key})


@pytest.mark.usefixtures("three_runs")
def test_the_scatter_as_png(qtbot: QtBot, view: CompareView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "runs.png"), ""))
    with qtbot.waitSignal(view.workspace.status, timeout=5000):
        next(action for action in view.menu_actions() if "PNG" in action.text()).trigger()
    picture = QImage(str(tmp_path / "runs.png"))
    assert view.scatter is not None and picture.size() == view.scatter.plot.picture().size()


@pytest.mark.usefixtures("three_runs")
def test_a_place_that_takes_no_file_is_one_sentence(
    qtbot: QtBot, view: CompareView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "nowhere" / "runs.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(view.workspace.status, timeout=5000) as told:
        next(action for action in view.menu_actions() if "CSV" in action.text()).trigger()
    assert told.args[0] == f"{target} could not be written (No such file or directory); choose another place."


def test_the_legend_hides_no_point(view: CompareView, three_runs: list[RunFolder]) -> None:
    assert view.scatter is not None
    view.scatter.colour.setCurrentText("Beta")
    plot = view.scatter.plot
    assert plot.legend.titles == ["beta 1", "beta 2", "beta 16"] and plot.legend.isVisible()
    assert not plot.legend.geometry().intersects(plot.plot.geometry())


def test_a_colour_stays_while_runs_are_added(
    qtbot: QtBot, view: CompareView, three_runs: list[RunFolder], make_run: MakeRun
) -> None:
    assert view.scatter is not None
    view.scatter.colour.setCurrentText("Beta")
    colours = lambda: {group.title: group.colour for group in view.scatter.plot.groups}  # type: ignore[union-attr] # noqa: E731
    before = colours()
    make_run("between", beta=1.5)
    view.workspace.runs.look()
    qtbot.waitUntil(lambda: "beta 1.5" in colours(), timeout=10_000)
    assert {title: colour for title, colour in colours().items() if title in before} == before
    assert list(colours()) == ["beta 1", "beta 1.5", "beta 2", "beta 16"], "the legend stays in order"
    assert len(set(colours().values())) == 4


def test_a_line_joins_runs_of_one_data_set_and_objective_with_seeds_averaged(
    qtbot: QtBot, view: CompareView, make_run: MakeRun
) -> None:
    assert view.scatter is not None
    for name, values in {"b1": {"beta": 1.0}, "b2-s0": {"beta": 2.0}, "b2-s1": {"beta": 2.0, "seed": 1}}.items():
        make_run(name, **values)
    make_run("squares", "autoencoder", latent_dim=2)
    far = make_run("photos", beta=4.0)
    recipe = far.path / "recipe.json"
    recipe.write_text(recipe.read_text().replace('"dataset": "few"', '"dataset": "/far/photos.npz"'))
    view.workspace.runs.look()
    qtbot.waitUntil(lambda: len(view.workspace.runs.rows) == 5, timeout=10_000)
    rows = {row.path.name: row.last for row in view.workspace.runs.rows}
    plot = view.scatter.plot
    assert [group.title for group in plot.groups] == ["latent 2"]
    (line,) = plot.joined_lines
    one, first, second = rows["b1"], rows["b2-s0"], rows["b2-s1"]
    assert one is not None and first is not None and second is not None
    mean = (first.val.reconstruction + second.val.reconstruction) / 2, (first.val.kl + second.val.kl) / 2
    np.testing.assert_allclose(sorted(line), sorted([(one.val.reconstruction, one.val.kl), mean]))
    assert plot.legend.titles == ["photos.npz", "few"], "each data set has a symbol of its own"
    view.scatter.joined.click()
    assert plot.joined_lines == []


# Side by side


@pytest.mark.usefixtures("three_runs")
def test_selected_models_stand_side_by_side(qtbot: QtBot, view: CompareView, workspace: Workspace) -> None:
    view.tabs.setCurrentWidget(view.side)
    select(view, "a2", "b1")
    labels = lambda: [row.label for row in view.side.strip._rows]  # noqa: E731
    qtbot.waitUntil(lambda: labels() == ["Original", "a2", "b1"], timeout=10_000)
    assert workspace.data.dataset is not None
    images = workspace.data.dataset.val.images[:IMAGES, 0].numpy()
    np.testing.assert_array_equal(view.side.strip._rows[0].images, images)
    model = Predictor.load(workspace.runs_dir / "b1")
    np.testing.assert_allclose(view.side.strip._rows[2].images, model.reconstruct(images), atol=1e-6)
    view.side.kind.setCurrentIndex(view.side.kind.findData("along"))
    qtbot.waitUntil(lambda: labels() == ["a2", "b1"], timeout=10_000)
    view.table.clearSelection()
    assert view.side.strip.is_empty()


def test_all_models_get_the_same(make_run: MakeRun, few_digits: Dataset) -> None:
    run = make_run("one")
    model, images = run.load_predictor(), few_digits.val.images[:IMAGES, 0].numpy()
    lines = {kind: SideBySide().ask([run.path], Question(kind, images, dim=1)).lines for kind in KINDS}
    ends = model.encode(images[:2]).mu
    z = np.zeros((IMAGES, 2), np.float32)
    z[:, 1] = np.linspace(-3, 3, IMAGES)
    for kind, expected in (
        ("images", model.reconstruct(images)), ("between", model.decode(lerp(ends[0], ends[1], IMAGES))),
        ("along", model.decode(z)), ("noise", model.denoise(noisy(images))),
    ):  # fmt: skip
        np.testing.assert_array_equal(to_uint8(lines[kind][-1].images), to_uint8(expected))
    np.testing.assert_array_equal(lines["noise"][1].images, noisy(images))


def test_who_cannot_take_part_is_named(make_run: MakeRun, few_digits: Dataset, tmp_path: Path) -> None:
    images = few_digits.val.images[:IMAGES, 0].numpy()
    unet = make_run("unet", "unet-denoiser", hidden=(2, 2))  # type: ignore[arg-type]
    good = make_run("good")
    told = SideBySide().ask([unet.path, tmp_path / "gone", good.path], Question("along", images))
    assert [line.label for line in told.lines] == ["good"]
    assert "unet has no latent space" in told.left_out[0] and told.left_out[1].startswith("gone: It has no model yet")
    many = SideBySide().ask([good.path] * (MODELS + 2), Question("images", images))
    assert len(many.lines) == MODELS + 1 and many.left_out == (f"Only the first {MODELS} of 10 models are shown.",)
