"""The latent map with a small trained model, ready to be clicked."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.hand import Hand, free_place
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.training.trainer import Trainer

Draw = Callable[[list[tuple[float, float]]], None]


@pytest.fixture(scope="session")
def beta_predictor(few_digits: Dataset) -> Predictor:
    """A model with eight dimensions, trained for a moment."""
    trainer = Trainer(get_recipe("beta-vae").replace(epochs=3, batch_size=32, beta=0.5), few_digits)
    list(trainer.steps())
    return trainer.predictor()


@pytest.fixture
def empty_view(qtbot: QtBot, workspace: Workspace) -> LatentMapView:
    """The view before there is a model."""
    view = LatentMapView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.resize(1280, 760)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[LatentMapView], None]:
    """Waits until everything is decoded and encoded."""

    def wait(view: LatentMapView) -> None:
        def ready() -> bool:
            encoded = view.controller.encoded
            whole = encoded is not None and encoded.complete and encoded.predictor is view.controller.predictor
            return whole and view.controller.tiles.settled and not view.canvas.navigation.moving

        qtbot.waitUntil(ready, timeout=20_000)

    return wait


@pytest.fixture
def view(
    empty_view: LatentMapView, workspace: Workspace, tiny_predictor: Predictor, settle: Callable[[LatentMapView], None]
) -> LatentMapView:
    """The view of a model with two dimensions."""
    workspace.model.set_predictor(tiny_predictor)
    settle(empty_view)
    return empty_view


@pytest.fixture
def hand(view: LatentMapView) -> Hand:
    return Hand(view)


@pytest.fixture
def draw(hand: Hand, view: LatentMapView, qtbot: QtBot) -> Draw:
    """Drags a path and waits until it is whole, however long its frames take."""

    def drag(way: list[tuple[float, float]]) -> None:
        steps = view.undo_stack.count()
        hand.drag(way)
        qtbot.waitUntil(lambda: view.undo_stack.count() > steps and not view.paths.busy)

    return drag


@pytest.fixture
def free(view: LatentMapView) -> tuple[float, float]:
    return free_place(view)
