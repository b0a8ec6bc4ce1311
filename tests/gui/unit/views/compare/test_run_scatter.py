"""Runs as points of a plane in the Compare view."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from vae_gui.views.compare.tabs.scatter import ScatterTab
from vae_gui.views.compare.view import CompareView
from vae_gui.widgets.plots.scatter_plot import Point
from vae_models.runs.folder import RunFolder


def points(view: CompareView) -> dict[str, Point]:
    return {point.name: point for group in view.tab_of(ScatterTab).plot.groups for point in group.points}


@pytest.mark.usefixtures("three_runs")
def test_the_scatter_is_the_rate_over_the_distortion_at_first(view: CompareView) -> None:
    for row in view.workspace.runs.rows:
        point = points(view)[row.path.name]
        assert row.last is not None
        assert (point.x, point.y) == (row.last.val.reconstruction, row.last.val.kl)


@pytest.mark.usefixtures("three_runs")
def test_any_measure_may_be_an_axis_and_any_value_the_colour(view: CompareView) -> None:
    view.tab_of(ScatterTab).across.setCurrentText("Beta")
    view.tab_of(ScatterTab).up.setCurrentText("Val loss")
    view.tab_of(ScatterTab).colour.setCurrentText("Recipe")
    assert {name: point.x for name, point in points(view).items()} == {"a2": 2.0, "a16": 16.0, "b1": 1.0}
    assert [group.title for group in view.tab_of(ScatterTab).plot.groups] == ["vae", "vae-2d"]
    assert view.tab_of(ScatterTab).plot.plot.getAxis("bottom").labelText == "Beta"
    assert view.tab_of(ScatterTab).plot.plot.getAxis("left").labelText == "Val loss, nats per image"


@pytest.mark.usefixtures("three_runs")
def test_a_click_on_a_point_selects_its_run(qtbot: QtBot, view: CompareView) -> None:
    view.tab_of(ScatterTab).across.setCurrentText("Beta")
    plot, point = view.tab_of(ScatterTab).plot.plot, points(view)["a16"]
    qtbot.waitUntil(lambda: plot.getViewBox().viewRect().contains(point.x, point.y))
    at = plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(point.x, point.y)))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: [row.path.name for row in view.table.selected()] == ["a16"])
    assert view.tab_of(ScatterTab).plot.marked == frozenset({point.key})


@pytest.mark.usefixtures("three_runs")
def test_the_scatter_as_png(qtbot: QtBot, view: CompareView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "runs.png"), ""))
    with qtbot.waitSignal(view.workspace.messages.said, timeout=5000):
        next(action for action in view.menu_actions() if "PNG" in action.text()).trigger()
    picture = QImage(str(tmp_path / "runs.png"))
    assert picture.size() == view.tab_of(ScatterTab).plot.picture().size()


def test_the_legend_hides_no_point(view: CompareView, three_runs: list[RunFolder]) -> None:
    view.tab_of(ScatterTab).colour.setCurrentText("Beta")
    plot = view.tab_of(ScatterTab).plot
    assert plot.legend.titles == ["beta 1", "beta 2", "beta 16"] and plot.legend.isVisible()
    assert not plot.legend.geometry().intersects(plot.plot.geometry())


def test_a_colour_stays_while_runs_are_added(
    qtbot: QtBot, view: CompareView, three_runs: list[RunFolder], make_run: MakeRun
) -> None:
    view.tab_of(ScatterTab).colour.setCurrentText("Beta")
    colours = lambda: {group.title: group.colour for group in view.tab_of(ScatterTab).plot.groups}  # type: ignore[union-attr] # noqa: E731
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
    for name, values in {"b1": {"beta": 1.0}, "b2-s0": {"beta": 2.0}, "b2-s1": {"beta": 2.0, "seed": 1}}.items():
        make_run(name, **values)
    make_run("squares", "autoencoder", latent_dim=2)
    far = make_run("photos", beta=4.0)
    recipe = far.path / "recipe.json"
    recipe.write_text(recipe.read_text().replace('"dataset": "few"', '"dataset": "/far/photos.npz"'))
    view.workspace.runs.look()
    qtbot.waitUntil(lambda: len(view.workspace.runs.rows) == 5, timeout=10_000)
    rows = {row.path.name: row.last for row in view.workspace.runs.rows}
    plot = view.tab_of(ScatterTab).plot
    assert [group.title for group in plot.groups] == ["latent 2"]
    (line,) = plot.joined_lines
    one, first, second = rows["b1"], rows["b2-s0"], rows["b2-s1"]
    assert one is not None and first is not None and second is not None
    mean = (first.val.reconstruction + second.val.reconstruction) / 2, (first.val.kl + second.val.kl) / 2
    np.testing.assert_allclose(sorted(line), sorted([(one.val.reconstruction, one.val.kl), mean]))
    assert plot.legend.titles == ["photos.npz", "few"], "each data set has a symbol of its own"
    view.tab_of(ScatterTab).joined.click()
    assert plot.joined_lines == []
