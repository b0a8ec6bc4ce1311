"""The layers of the map are a tuple: one that is added has a switch, a number key, and a place in every picture."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.latent_map.export.pictures import whole_region
from vae_gui.views.latent_map.export.training_film import TrainingFilm, map_picture
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.widgets.map.layers import LAYERS
from vae_gui.widgets.map.layers.layer import MapFacts, MapLayer, Stage
from vae_gui.widgets.map.scene import Scene
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor

RED = QColor(255, 0, 0)


class Origin(MapLayer):
    """A square around z = 0: all that a new layer has to say about itself."""

    name, title, hint = "origin", "Origin", "Where z is 0."

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        at = scene.viewport.to_screen(0.0, 0.0)
        painter.fillRect(round(at.x()) - 4, round(at.y()) - 4, 9, 9, RED)

    @staticmethod
    def why_not(facts: MapFacts) -> str:
        return "" if facts.has_prior else "Nothing is drawn to the origin."


class MovingOrigin(Origin):
    stage = Stage.MOVING


@pytest.fixture(params=[Origin, MovingOrigin])
def view(
    request: pytest.FixtureRequest, qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor
) -> LatentMapView:
    workspace.model.set_predictor(tiny_predictor)
    view = LatentMapView(workspace, layers=(*LAYERS, request.param))
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.resize(1000, 700)
    with qtbot.waitExposed(view):
        view.show()
    return view


def at_the_origin(view: LatentMapView) -> QColor:
    return view.canvas.picture().pixelColor(view.canvas.navigation.screen_point(0.0, 0.0).toPoint())


def test_a_layer_that_was_added_is_painted_and_switched(view: LatentMapView) -> None:
    assert at_the_origin(view) == RED
    view.side.layers.switch("origin").click()
    assert at_the_origin(view) != RED
    QTest.keyClick(view.canvas, Qt.Key.Key_6)
    assert at_the_origin(view) == RED and view.side.layers.switch("origin").isChecked()
    assert "the numbers 1 to 6 switch layers" in view.keyboard_help
    view.side.layers.set_facts(MapFacts(has_prior=False))
    assert view.side.layers.switch("origin").toolTip() == "Nothing is drawn to the origin."
    assert not view.side.layers.switch("origin").isEnabled()


def test_the_film_of_the_training_shows_a_still_layer_that_was_added(
    qtbot: QtBot, view: LatentMapView, tiny_predictor: Predictor, tmp_path: Path
) -> None:
    scene, model = view.canvas.scene, view.controller
    film = TrainingFilm(
        None, (), model.plane, model.scale, whole_region(scene), view.canvas.kinds, scene.layers,
        frozenset(), None,
    )  # type: ignore[arg-type]  # fmt: skip
    picture = map_picture(film, tiny_predictor)
    middle = picture[picture.shape[0] // 2, picture.shape[1] // 2]
    still = any(kind is Origin for kind in view.canvas.kinds)
    assert np.array_equal(middle, [255, 0, 0]) is still
