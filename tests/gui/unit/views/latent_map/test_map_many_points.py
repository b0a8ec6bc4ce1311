"""Tens of thousands of encoded images: their picture is drawn beside the GUI thread, and is the same."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from vae_gui.views.latent_map.model.point_drawing import MANY_POINTS, PointDrawing
from vae_gui.views.latent_map.model.scales import QUANTILE
from vae_gui.widgets.map.canvas import MapCanvas
from vae_gui.widgets.map.points import PointView
from vae_gui.widgets.map.scene import AxisTitles

UV = np.random.default_rng(1).normal(size=(MANY_POINTS, 2))
LABELS = np.random.default_rng(2).integers(0, 10, MANY_POINTS).astype(np.uint8)


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


@pytest.fixture
def drawing(canvas: MapCanvas) -> Iterator[PointDrawing]:
    drawing = PointDrawing(canvas)
    yield drawing
    drawing.close()


def test_many_points_come_a_moment_later_and_look_the_same(
    canvas: MapCanvas, drawing: PointDrawing, qtbot: QtBot
) -> None:
    drawing.show(UV[:100], LABELS[:100], 10)
    assert len(canvas.scene.cloud) == 100  # a few are there at once
    drawing.show(UV, LABELS, 10)
    assert len(canvas.scene.cloud) == 100 and not canvas.settled
    qtbot.waitUntil(lambda: canvas.settled)
    assert len(canvas.scene.cloud) == MANY_POINTS
    shown = canvas.picture()
    canvas.set_points(UV, LABELS, 10)
    assert canvas.picture() == shown


def test_a_view_that_moved_meanwhile_shows_them_where_they_are_now(
    canvas: MapCanvas, drawing: PointDrawing, qtbot: QtBot
) -> None:
    drawing.show(UV, LABELS, 10)
    canvas.navigation.pan(QPointF(60, 20))
    qtbot.waitUntil(lambda: canvas.settled)
    shown = canvas.picture()
    canvas.set_points(UV, LABELS, 10)
    assert canvas.picture() == shown


def test_other_axes_do_not_lose_points_on_their_way(canvas: MapCanvas, drawing: PointDrawing) -> None:
    drawing.show(UV, LABELS, 10)
    canvas.set_axes(QUANTILE, AxisTitles())
    assert canvas.settled and len(canvas.scene.cloud) == MANY_POINTS


def test_the_newest_points_win(canvas: MapCanvas, drawing: PointDrawing, qtbot: QtBot) -> None:
    drawing.show(UV, LABELS, 10)
    drawing.show(UV[:50], LABELS[:50], 10)
    assert len(canvas.scene.cloud) == 50
    drawing.show(UV + 1.0, LABELS, 10)
    qtbot.waitUntil(lambda: canvas.settled)
    np.testing.assert_array_equal(canvas.scene.points, UV + 1.0)


def test_points_that_must_be_there_are(canvas: MapCanvas, drawing: PointDrawing) -> None:
    drawing.show(UV, LABELS, 10)
    drawing.show(UV + 1.0, LABELS, 10, at_once=True)
    assert canvas.settled
    np.testing.assert_array_equal(canvas.scene.points, UV + 1.0)


def test_a_drawing_that_fails_is_told_and_nothing_is_waited_for(
    canvas: MapCanvas, drawing: PointDrawing, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(view: PointView) -> None:
        raise MemoryError

    monkeypatch.setattr(PointView, "draw", exhausted)
    with qtbot.waitSignal(drawing.failed) as failed:
        drawing.show(UV, LABELS, 10)
    assert isinstance(failed.args[0], MemoryError) and canvas.settled
    assert len(canvas.scene.cloud) == 0


def test_a_screen_of_another_ratio_gets_a_picture_of_its_own(
    canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MapCanvas, "devicePixelRatioF", lambda _: 2.0)
    canvas.resize(300, 200)
    assert canvas.picture().devicePixelRatio() == 2.0
    monkeypatch.setattr(MapCanvas, "devicePixelRatioF", lambda _: 1.0)
    canvas.resize(600, 400)
    shown = canvas.picture()
    canvas.resize(640, 400)
    canvas.picture()
    canvas.resize(600, 400)
    assert canvas.picture() == shown
