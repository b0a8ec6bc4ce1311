"""Whatever trains can be looked at: every recipe in the Train view, the map and the lab, while it trains and after."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.view import LabView
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.views.train.view import TrainingView
from vae_gui.workspace.workspace import Workspace
from vae_models.data.load import Dataset, Split
from vae_models.recipe.named import RECIPES


def pixels(picture: QImage) -> np.ndarray:
    return np.array(picture.constBits(), np.uint8).reshape(28, 28)


LONG = ("vrae", "vae-wide", "hvae", "unet-denoiser", "conv-vae")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if name in LONG else ())
        for name in RECIPES
        if not name.startswith("linear-vae")
    ],
)
def test_a_recipe_trains_and_is_explored(qtbot: QtBot, workspace: Workspace, said: list[str], name: str) -> None:
    views = [TrainingView(workspace), LatentMapView(workspace), LabView(workspace)]
    for view in views:
        qtbot.addWidget(view, before_close_func=lambda _, view=view: view.shut_down())
        view.resize(1280, 740)
        with qtbot.waitExposed(view):
            view.show()
    _, latent_map, lab = views
    with qtbot.waitSignal(workspace.training.ended, timeout=60_000) as ended:
        workspace.training.start(RECIPES[name].replace(epochs=1, batch_size=64))
    assert ended.args[0].kind == "succeeded"
    predictor = workspace.model.predictor
    assert predictor is not None
    if predictor.has_latent:
        qtbot.waitUntil(
            lambda: latent_map.controller.predictor is predictor and latent_map.controller.encoded is not None
        )
        assert lab.sliders.z.shape == (predictor.latent_dim,)
        lab.sliders.set_random()
        decoded = predictor.decode_uint8(lab.sliders.z)[0]
        qtbot.waitUntil(lambda: np.array_equal(pixels(lab.sliders.image.picture()), decoded))
    assert said == []


def test_a_recipe_is_fitted_to_the_data(qtbot: QtBot, workspace: Workspace, few_digits: Dataset) -> None:
    train, val = few_digits.train, few_digits.val
    small = [Split(split.images[:64, :, :20, :20].contiguous(), split.labels[:64] % 3) for split in (train, val)]
    workspace.data.show(Dataset("small", *small, None, ("a", "b", "c")))
    with qtbot.waitSignal(workspace.training.ended, timeout=60_000) as ended:
        workspace.training.start(RECIPES["cvae"].replace(epochs=1, batch_size=32))
    assert ended.args[0].kind == "succeeded"
    assert workspace.model.predictor is not None
    assert (workspace.model.predictor.image_shape, workspace.model.predictor.classes) == ((20, 20), 3)
