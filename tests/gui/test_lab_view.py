"""The lab's sliders by real mouse and key events, against the model's own decode."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab_view import STRIP_VALUES, LabView
from vae_gui.widgets.greyscale import to_qimage
from vae_gui.workspace import Workspace
from vae_models.predictor import Predictor


@pytest.fixture
def lab(qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor) -> LabView:
    workspace.set_predictor(tiny_predictor)
    lab = LabView(workspace)
    qtbot.addWidget(lab, before_close_func=lambda _: lab.close_view())
    lab.resize(1280, 740)
    with qtbot.waitExposed(lab):
        lab.show()
    return lab


def test_the_large_image_is_the_models_decode_of_the_sliders(lab: LabView, tiny_predictor: Predictor) -> None:
    lab.sliders[0].slider.setFocus()
    for _ in range(30):
        QTest.keyClick(lab.sliders[0].slider, Qt.Key.Key_Right)
    assert lab.z.tolist() == pytest.approx([0.3, 0.0])
    assert lab.image.picture() == to_qimage(tiny_predictor.decode_uint8(lab.z)[0])


def test_one_drag_is_one_step_of_undo(lab: LabView) -> None:
    for value in (10, 20, 30):
        lab.sliders[1].slider.setValue(value)
    lab.set_random()
    lab.undo_stack.undo()
    assert lab.z.tolist() == pytest.approx([0.0, 0.3])
    lab.undo_stack.undo()
    assert lab.z.tolist() == [0.0, 0.0]
    lab.undo_stack.redo()
    assert lab.z.tolist() == pytest.approx([0.0, 0.3])


def test_a_double_click_resets_a_slider(lab: LabView) -> None:
    lab.sliders[0].value.setValue(2.0)
    slider = lab.sliders[0].slider
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    assert lab.z[0] == 0.0


def test_clicking_a_strip_sets_its_value_and_pointing_previews_it(
    qtbot: QtBot, lab: LabView, tiny_predictor: Predictor
) -> None:
    strip = lab.sliders[0].strip
    qtbot.waitUntil(lambda: len(strip._values) == 11, timeout=10_000)
    place: QPoint = strip.cell(8).center().toPoint()
    QTest.mouseMove(strip, place)
    preview = to_qimage(tiny_predictor.decode_uint8([STRIP_VALUES[8], 0.0])[0])
    qtbot.waitUntil(lambda: lab.image.picture() == preview, timeout=10_000)
    assert lab.z[0] == 0.0
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
    assert lab.z[0] == pytest.approx(STRIP_VALUES[8])


def test_a_point_of_the_map_lands_on_the_sliders(lab: LabView) -> None:
    lab.workspace.lab_point_requested.emit(np.array([1.5, -2.0], np.float32))
    assert [slider.value.value() for slider in lab.sliders] == [1.5, -2.0]


def test_a_point_of_another_model_is_refused_in_one_sentence(qtbot: QtBot, lab: LabView) -> None:
    with qtbot.waitSignal(lab.workspace.status, check_params_cb=lambda text: "3 numbers" in text):
        lab.workspace.lab_point_requested.emit(np.zeros(3, np.float32))
    assert lab.z.tolist() == [0.0, 0.0]


def test_z_travels_through_the_clipboard_as_text(qtbot: QtBot, lab: LabView) -> None:
    lab.set_point(np.array([0.25, -1.0], np.float32))
    lab.copy_code()
    lab.set_zero()
    lab.paste_code()
    assert lab.z.tolist() == [0.25, -1.0]
    for text, words in (("1, 2, 3", "3 numbers"), ("hello", "no list of numbers"), ("nan 1", "not finite")):
        QGuiApplication.clipboard().setText(text)
        with qtbot.waitSignal(lab.workspace.status, check_params_cb=lambda said, words=words: words in said):
            lab.paste_code()
    assert lab.z.tolist() == [0.25, -1.0]


def test_an_image_file_is_encoded(qtbot: QtBot, lab: LabView, tiny_predictor: Predictor, tmp_path: Path) -> None:
    assert lab.workspace.dataset is not None
    image = lab.workspace.dataset.val.images[3, 0].numpy()
    path = tmp_path / "digit.png"
    Image.fromarray(image).save(path)
    assert lab.accept_image(path)
    qtbot.waitUntil(lambda: np.allclose(lab.z, tiny_predictor.encode(image).mu[0]), timeout=10_000)


def test_an_unreadable_image_leaves_the_sliders_alone(qtbot: QtBot, lab: LabView, tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"no image")
    lab.set_random()
    before = lab.z.copy()
    with qtbot.waitSignal(lab.workspace.status, timeout=10_000, check_params_cb=lambda text: "broken.png" in text):
        lab.accept_image(path)
    assert np.array_equal(lab.z, before)


def test_without_a_model_the_lab_says_what_to_do(qtbot: QtBot, empty_workspace: Workspace) -> None:
    lab = LabView(empty_workspace)
    qtbot.addWidget(lab, before_close_func=lambda _: lab.close_view())
    lab.show()
    assert "train one" in lab._empty.text()
    assert lab.sliders == []
