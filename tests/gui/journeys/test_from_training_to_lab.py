"""A bar or an image of the Train view leads to the lab, by mouse and by keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.view import LabView
from vae_gui.views.train.view import TrainingView
from vae_gui.window.main_window import MainWindow
from vae_models.explore.predictor import Predictor


@pytest.fixture
def train(qtbot: QtBot, whole_window: MainWindow) -> TrainingView:
    whole_window.views.show_view("train")
    view = whole_window.views.current
    assert isinstance(view, TrainingView) and view.live is not None
    live = view.live
    qtbot.waitUntil(lambda: not live.strip.is_empty())
    return view


def lab_of(window: MainWindow) -> LabView:
    view = window.views.current
    assert isinstance(view, LabView) and view.part is view.sliders
    return view


def test_enter_on_a_bar_goes_to_the_slider_of_its_dimension(
    qtbot: QtBot, whole_window: MainWindow, train: TrainingView
) -> None:
    assert train.live is not None
    bars = train.live.bars
    bars.set_values([2.0, 1.0], collapsed=[])
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Right)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    lab = lab_of(whole_window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is lab.sliders.sliders[1].slider)


def test_a_dimension_that_is_folded_away_is_unfolded(
    qtbot: QtBot, whole_window: MainWindow, train: TrainingView
) -> None:
    assert train.live is not None
    whole_window.views.show_view("lab")
    lab = lab_of(whole_window)
    lab.sliders.list.set_activity(np.array([2.0, 0.0]))
    assert lab.sliders.sliders[1].isHidden()
    whole_window.views.show_view("train")
    train.live.dimension_chosen.emit(1)
    assert lab.sliders.sliders[1].isVisible()


def test_a_click_on_an_image_puts_its_code_on_the_sliders(
    whole_window: MainWindow, train: TrainingView, tiny_predictor: Predictor
) -> None:
    assert train.live is not None
    strip, dataset = train.live.strip, whole_window.workspace.data.dataset
    assert dataset is not None
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place(0, 2).center().toPoint())
    wanted = tiny_predictor.encode(dataset.val.images[2:3, 0].numpy()).mu[0]
    np.testing.assert_allclose(lab_of(whole_window).sliders.z, wanted, atol=1e-5)
