"""A conditional model draws the class that is chosen, in the lab and wherever the current model is used."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.view import LabView
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.views.shared.class_selector import ANY, ClassSelector
from vae_gui.widgets.pictures.greyscale import to_qimage
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model


@pytest.fixture
def conditional() -> Predictor:
    recipe = get_recipe("cvae").replace(latent_dim=3)
    return Predictor(build_model(recipe), recipe)


@pytest.fixture
def lab(qtbot: QtBot, workspace: Workspace) -> LabView:
    lab = LabView(workspace)
    qtbot.addWidget(lab, before_close_func=lambda _: lab.shut_down())
    lab.resize(1280, 740)
    with qtbot.waitExposed(lab):
        lab.show()
    return lab


def test_only_a_conditional_model_has_classes_to_choose_from(
    lab: LabView, workspace: Workspace, conditional: Predictor, tiny_predictor: Predictor
) -> None:
    selector = lab.class_selector
    workspace.model.set_predictor(tiny_predictor)
    assert not selector.isVisible()
    workspace.model.set_predictor(conditional)
    assert selector.isVisible()
    assert [selector.itemText(index) for index in range(selector.count())] == [ANY, *"0123456789"]


def test_the_same_style_another_digit(lab: LabView, workspace: Workspace, conditional: Predictor) -> None:
    workspace.model.set_predictor(conditional)
    lab.sliders.set_point(np.array([1.0, -1.0, 0.5], np.float32))
    lab.class_selector.setFocus()
    assert workspace.model.label == 0
    for label in (1, 2, 3):
        QTest.keyClick(lab.class_selector, Qt.Key.Key_Down)
        assert workspace.model.label == label
        expected = conditional.decode_uint8(lab.sliders.z, label)[0]
        assert lab.sliders.image.picture() == to_qimage(expected)
    QTest.keyClick(lab.class_selector, Qt.Key.Key_Home)
    assert workspace.model.label is None
    assert lab.sliders.image.picture() == to_qimage(conditional.decode_uint8(lab.sliders.z)[0])


def test_the_choice_outlives_the_snapshots_of_a_training(workspace: Workspace, conditional: Predictor) -> None:
    workspace.model.set_predictor(conditional)
    workspace.model.set_label(7)
    workspace.model.set_predictor(Predictor(conditional.module(), conditional.recipe))
    assert workspace.model.predictor is not None and workspace.model.predictor.label == 7
    workspace.model.set_predictor(Predictor(build_model(two := conditional.recipe.replace(classes=2)), two))
    assert workspace.model.predictor.label is None, "this model does not know the class 7"


def test_all_selectors_show_the_same(qtbot: QtBot, workspace: Workspace, conditional: Predictor) -> None:
    first, second = ClassSelector(workspace), ClassSelector(workspace)
    for selector in (first, second):
        qtbot.addWidget(selector)
    workspace.model.set_predictor(conditional)
    workspace.model.set_label(3)
    assert first.currentText() == second.currentText() == "3"


def test_the_map_draws_the_class_and_encodes_each_image_with_its_own(
    qtbot: QtBot, workspace: Workspace, few_digits: Dataset
) -> None:
    recipe = get_recipe("cvae").replace(latent_dim=2)
    predictor = Predictor(build_model(recipe), recipe)
    workspace.model.set_predictor(predictor)
    view = LatentMapView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.resize(1280, 740)
    with qtbot.waitExposed(view):
        view.show()
    assert view.class_selector.isVisible()
    QTest.keyClick(view.class_selector, Qt.Key.Key_5)
    assert workspace.model.label == 5

    def is_encoded() -> bool:
        encoded = view.controller.encoded
        return encoded is not None and encoded.complete and encoded.predictor is workspace.model.predictor

    qtbot.waitUntil(is_encoded, timeout=20_000)
    encoded = view.controller.encoded
    assert encoded is not None and few_digits.train.labels is not None
    row = encoded.row(7)
    assert row is not None
    label = int(few_digits.train.labels[7])
    own = predictor.encode(few_digits.train.images[7, 0].numpy(), label)
    np.testing.assert_allclose(encoded.mu[row], own.mu[0], atol=1e-5)
    qtbot.waitUntil(lambda: view.controller.tiles.settled, timeout=20_000)
    mosaic = view.canvas.scene.mosaic
    s, t = mosaic.region.centres()
    expected = predictor.decode_uint8(np.array([s[4], t[9]]), 5)[0]
    assert np.abs(mosaic.tiles[9, 4].astype(int) - expected).max() <= 1
