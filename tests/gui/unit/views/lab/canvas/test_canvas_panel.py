"""The lab's canvas: what the model sees of a drawing, where it can be sent, its keys, its undo."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.lab.canvas.hand import SEVEN, draw
from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.view import LabView
from vae_gui.widgets.drawing.tools import Tool
from vae_gui.workspace.workspace import Workspace
from vae_models.data.digit_preparation import as_training_digit, whole
from vae_models.explore.predictor import Predictor


def test_the_model_sees_the_drawing_as_mnist_was_made(panel: CanvasPanel) -> None:
    draw(panel, [(40, 40), (90, 40), (60, 120)])  # a scribble in a corner
    ink = panel.drawing.pixels()
    seen = panel.model_input().image
    assert np.array_equal((seen * 255).round().astype(np.uint8), as_training_digit(ink).apply(ink))
    rows, columns = seen.any(1).sum(), seen.any(0).sum()
    assert max(rows, columns) == 20
    QTest.mouseClick(panel.prepared, Qt.MouseButton.LeftButton, pos=panel.prepared.rect().center() * 0.1)
    assert not panel.prepared.isChecked()
    assert np.array_equal((panel.model_input().image * 255).round().astype(np.uint8), whole(ink).apply(ink))


def test_a_drawing_goes_on_the_sliders_and_back_comes_nothing_else(
    qtbot: QtBot, lab: LabView, tiny_predictor: Predictor
) -> None:
    draw(lab.canvas, SEVEN)
    drawing = lab.canvas.drawing.pixels()
    QTest.mouseClick(lab.canvas.send_button, Qt.MouseButton.LeftButton)
    assert lab.tabs.currentWidget() is lab.sliders
    mu = tiny_predictor.encode(lab.canvas.model_input().image).mu[0]
    qtbot.waitUntil(lambda: np.allclose(lab.sliders.z, mu, atol=1e-5))
    assert np.array_equal(lab.canvas.drawing.pixels(), drawing)
    assert lab.undo_stack is lab.sliders.undo_stack


def test_sliders_can_ask_for_the_drawing(qtbot: QtBot, lab: LabView, tiny_predictor: Predictor) -> None:
    draw(lab.canvas, SEVEN)
    lab.tabs.setCurrentWidget(lab.sliders)
    lab.sliders.start.image_button.menu().actions()[-1].trigger()
    mu = tiny_predictor.encode(lab.canvas.model_input().image).mu[0]
    qtbot.waitUntil(lambda: np.allclose(lab.sliders.z, mu, atol=1e-5))


def test_a_drawing_is_shown_on_the_map(qtbot: QtBot, panel: CanvasPanel, workspace: Workspace) -> None:
    draw(panel, SEVEN)
    with qtbot.waitSignals([workspace.requests.map_image.arrived, workspace.requests.view_wanted]):
        QTest.mouseClick(panel.map_button, Qt.MouseButton.LeftButton)


def test_the_keys_of_the_canvas(panel: CanvasPanel) -> None:
    assert panel.canvas.hasFocus(), "it takes the keys as soon as it is shown"
    width = panel.canvas.brush_width
    QTest.keyClick(panel.canvas, Qt.Key.Key_BracketRight)
    assert panel.canvas.brush_width > width
    QTest.keyClick(panel.canvas, Qt.Key.Key_E)
    assert panel.canvas.tool is Tool.ERASER and panel.commands[Tool.ERASER.value].isChecked()
    QTest.keyClick(panel.canvas, Qt.Key.Key_B)
    draw(panel, SEVEN)
    QTest.keyClick(panel.canvas, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert not panel.drawing.pixels().any()
    panel.undo_stack.undo()
    assert panel.drawing.pixels().any()


def test_undo_belongs_to_the_tab_that_is_open(qtbot: QtBot, lab: LabView) -> None:
    assert lab.undo_stack is lab.canvas.undo_stack
    with qtbot.waitSignal(lab.part_changed):
        lab.tabs.setCurrentWidget(lab.sliders)
    assert lab.undo_stack is lab.sliders.undo_stack
