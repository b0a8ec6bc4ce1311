"""A click on a slider's groove takes the handle there, and it can be dragged on without a second press."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from tests.gui.parts import parts_of
from vae_gui.widgets.sliders.slider import Slider
from vae_gui.window.main_window import MainWindow


@pytest.fixture
def slider(qtbot: QtBot) -> Slider:
    slider = Slider()
    slider.setRange(0, 100)
    slider.setPageStep(1)
    qtbot.addWidget(slider)
    slider.resize(300, 30)
    slider.show()
    return slider


def at(share: float) -> QPoint:
    return QPoint(round(300 * share), 15)


def test_the_handle_jumps_to_the_click(slider: Slider) -> None:
    for share in (0.75, 0.25, 0.5):
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=at(share))
        assert slider.value() == pytest.approx(100 * share, abs=4)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(1, 15))
    assert slider.value() == 0
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(298, 15))
    assert slider.value() == 100


def test_it_can_be_dragged_on_from_there(slider: Slider) -> None:
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=at(0.75))
    assert slider.isSliderDown()
    QTest.mouseMove(slider, at(0.4))
    assert slider.value() == pytest.approx(40, abs=4)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=at(0.4))
    assert not slider.isSliderDown()


def test_a_press_on_the_handle_moves_nothing(slider: Slider) -> None:
    slider.setValue(50)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=at(0.5) + QPoint(3, 0))
    assert slider.value() == 50
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=at(0.5) + QPoint(3, 0))


def test_every_slider_of_the_window_is_such_a_one(whole_window: MainWindow) -> None:
    for part in parts_of(whole_window):
        for found in whole_window.findChildren(QSlider):
            assert isinstance(found, Slider), (part, found.accessibleName())
