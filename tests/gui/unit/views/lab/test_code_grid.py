"""The lab of a model with discrete codes: its grid instead of sliders, by real mouse and key events."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.sliders.panel import SlidersPanel
from vae_gui.views.lab.view import LabView
from vae_gui.widgets.pictures.greyscale import to_qimage
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model


@pytest.fixture
def predictor() -> Predictor:
    recipe = get_recipe("vq-vae").replace(codes=20)
    return Predictor(build_model(recipe), recipe)


@pytest.fixture
def lab(qtbot: QtBot, workspace: Workspace, predictor: Predictor) -> SlidersPanel:
    workspace.model.set_predictor(predictor)
    view = LabView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.resize(1280, 740)
    with qtbot.waitExposed(view):
        view.show()
    return view.sliders


def test_the_codes_of_an_image_are_found_again_from_its_z(predictor: Predictor, few_digits: Dataset) -> None:
    image = few_digits.val.images[0, 0].numpy()
    assert predictor.discrete.codebook.shape == (20, predictor.recipe.latent_dim)
    codes = predictor.discrete.nearest(predictor.encode(image).mu)[0]
    np.testing.assert_array_equal(codes, predictor.discrete.encode(image)[0])


def test_there_are_no_sliders_but_the_grid_of_the_image(lab: SlidersPanel, predictor: Predictor) -> None:
    assert lab.sliders == [] and lab.code_grid.isVisible() and not lab.list.isVisible()
    lab.set_random()
    image = predictor.discrete.decode(lab.code_grid.codes)[0]
    assert lab.code_grid.board.picture() == to_qimage((image * 255 + 0.5).astype(np.uint8))
    np.testing.assert_array_equal(predictor.discrete.to_z(lab.code_grid.codes)[0], lab.z)


def test_clicking_a_place_and_then_an_image_changes_one_code(
    qtbot: QtBot, lab: SlidersPanel, predictor: Predictor
) -> None:
    lab.set_random()
    before, grid = lab.code_grid.codes, lab.code_grid
    QTest.mouseClick(grid.board, Qt.MouseButton.LeftButton, pos=grid.board.cell(2, 4).center().toPoint())
    assert grid.board.chosen == (2, 4) and "Row 3, column 5" in grid.caption.text()
    expected = before.copy()
    code = expected[2, 4] = (before[2, 4] + 7) % 20
    shown = (predictor.discrete.decode(expected)[0] * 255 + 0.5).astype(np.uint8)[
        4:16, 12:24
    ]  # rows 2 to 4, columns 4 to 6
    qtbot.waitUntil(lambda: len(grid.gallery.images) == 20 and np.array_equal(grid.gallery.images[code], shown))
    QTest.mouseClick(grid.gallery, Qt.MouseButton.LeftButton, pos=grid.gallery.cells()[int(code)].center().toPoint())
    np.testing.assert_array_equal(grid.codes, expected)
    lab.undo_stack.undo()
    np.testing.assert_array_equal(grid.codes, before)


def test_the_keys_move_over_the_grid_and_turn_the_code(lab: SlidersPanel) -> None:
    lab.set_random()
    board, before = lab.code_grid.board, lab.code_grid.codes
    board.setFocus()
    QTest.keyClick(board, Qt.Key.Key_Down)
    QTest.keyClick(board, Qt.Key.Key_Right)
    QTest.keyClick(board, Qt.Key.Key_Plus)
    assert lab.code_grid.codes[1, 1] == (before[1, 1] + 1) % 20
    QTest.keyClick(board, Qt.Key.Key_Minus)
    np.testing.assert_array_equal(lab.code_grid.codes, before)


def test_going_back_to_a_model_with_sliders(lab: SlidersPanel, workspace: Workspace, tiny_predictor: Predictor) -> None:
    workspace.model.set_predictor(tiny_predictor)
    assert len(lab.sliders) == 2 and lab.list.isVisible() and not lab.code_grid.isVisible()
