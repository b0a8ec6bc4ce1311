"""The lab's sliders by real mouse and key events, against the model's own decode."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.activity import mean_kl
from vae_gui.views.lab.sliders.panel import SlidersPanel
from vae_gui.views.lab.sliders.slider_list import SliderList
from vae_gui.views.lab.sliders.strips import STRIP_VALUES
from vae_gui.views.lab.view import LabView
from vae_gui.widgets.pictures.greyscale import to_qimage
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor


@pytest.fixture
def lab(lab_view: LabView) -> SlidersPanel:
    return lab_view.sliders


def test_the_large_image_is_the_models_decode_of_the_sliders(lab: SlidersPanel, tiny_predictor: Predictor) -> None:
    lab.sliders[0].slider.setFocus()
    for _ in range(30):
        QTest.keyClick(lab.sliders[0].slider, Qt.Key.Key_Right)
    assert lab.z.tolist() == pytest.approx([0.3, 0.0])
    assert lab.image.picture() == to_qimage(tiny_predictor.decode_uint8(lab.z)[0])


def test_one_drag_is_one_step_of_undo(lab: SlidersPanel) -> None:
    for value in (10, 20, 30):
        lab.sliders[1].slider.setValue(value)
    lab.set_random()
    lab.undo_stack.undo()
    assert lab.z.tolist() == pytest.approx([0.0, 0.3])
    lab.undo_stack.undo()
    assert lab.z.tolist() == [0.0, 0.0]
    lab.undo_stack.redo()
    assert lab.z.tolist() == pytest.approx([0.0, 0.3])


def test_a_double_click_resets_a_slider(lab: SlidersPanel) -> None:
    lab.sliders[0].value.setValue(2.0)
    slider = lab.sliders[0].slider
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    assert lab.z[0] == 0.0


def test_clicking_a_strip_sets_its_value_and_pointing_previews_it(
    qtbot: QtBot, lab: SlidersPanel, tiny_predictor: Predictor
) -> None:
    strip = lab.sliders[0].strip
    qtbot.waitUntil(lambda: len(strip.values) == 11, timeout=10_000)
    place: QPoint = strip.cell(8).center().toPoint()
    QTest.mouseMove(strip, place)
    preview = to_qimage(tiny_predictor.decode_uint8([STRIP_VALUES[8], 0.0])[0])
    qtbot.waitUntil(lambda: lab.image.picture() == preview, timeout=10_000)
    assert lab.z[0] == 0.0
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
    assert lab.z[0] == pytest.approx(STRIP_VALUES[8])


def test_a_point_of_the_map_lands_on_the_sliders(lab: SlidersPanel) -> None:
    lab.workspace.requests.lab_point.leave(np.array([1.5, -2.0], np.float32))
    assert [slider.value.value() for slider in lab.sliders] == [1.5, -2.0]


def test_a_point_of_another_model_is_refused_in_one_sentence(qtbot: QtBot, lab: SlidersPanel) -> None:
    with qtbot.waitSignal(lab.workspace.messages.said, check_params_cb=lambda text: "3 numbers" in text):
        lab.workspace.requests.lab_point.leave(np.zeros(3, np.float32))
    assert lab.z.tolist() == [0.0, 0.0]


def test_z_travels_through_the_clipboard_as_text(qtbot: QtBot, lab: SlidersPanel) -> None:
    lab.set_point(np.array([0.25, -1.0], np.float32))
    lab.copy_code()
    lab.set_zero()
    lab.paste_code()
    assert lab.z.tolist() == [0.25, -1.0]
    for text, words in (
        ("1, 2, 3", "Give two numbers, z1 and z2; 3 are given."),
        ("hello", "is not a number"),
        ("nan 1", "NaN is not one"),
    ):
        QGuiApplication.clipboard().setText(text)
        with qtbot.waitSignal(lab.workspace.messages.said, check_params_cb=lambda said, words=words: words in said):
            lab.paste_code()
    assert lab.z.tolist() == [0.25, -1.0]


def test_an_image_file_is_encoded(qtbot: QtBot, lab: SlidersPanel, tiny_predictor: Predictor, tmp_path: Path) -> None:
    assert lab.workspace.data.dataset is not None
    image = lab.workspace.data.dataset.val.images[3, 0].numpy()
    path = tmp_path / "digit.png"
    Image.fromarray(image).save(path)
    assert lab.accept_image(path)
    qtbot.waitUntil(lambda: np.allclose(lab.z, tiny_predictor.encode(image).mu[0]), timeout=10_000)


def test_an_unreadable_image_leaves_the_sliders_alone(qtbot: QtBot, lab: SlidersPanel, tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"no image")
    lab.set_random()
    before = lab.z.copy()
    with qtbot.waitSignal(
        lab.workspace.messages.said, timeout=10_000, check_params_cb=lambda text: "broken.png" in text
    ):
        lab.accept_image(path)
    assert np.array_equal(lab.z, before)


def test_without_a_model_the_lab_says_what_to_do(qtbot: QtBot, empty_workspace: Workspace) -> None:
    lab = LabView(empty_workspace)
    qtbot.addWidget(lab, before_close_func=lambda _: lab.shut_down())
    lab.show()
    assert "train one" in lab.sliders.empty.sentence.text()
    assert lab.sliders.sliders == []


def test_locked_dimensions_stay_when_the_others_are_drawn_at_random(lab: SlidersPanel) -> None:
    lab.sliders[0].value.setValue(1.25)
    QTest.mouseClick(lab.sliders[0].lock, Qt.MouseButton.LeftButton)
    lab.set_random()
    assert lab.z[0] == 1.25
    assert lab.z[1] != 0.0
    lab.set_zero()
    assert lab.z.tolist() == [1.25, 0.0]


def test_looking_at_traversals_never_changes_z(qtbot: QtBot, lab: SlidersPanel) -> None:
    lab.set_random()
    held, before = lab.z, lab.z.copy()
    strip = lab.sliders[0].strip
    qtbot.waitUntil(lambda: len(strip.values) == 11, timeout=10_000)
    for index in range(11):
        QTest.mouseMove(strip, strip.cell(index).center().toPoint())
    assert lab.z is held
    assert np.array_equal(held, before)


def test_dimensions_are_sorted_by_their_kl_and_collapsed_ones_are_folded_away(qtbot: QtBot, lab: SlidersPanel) -> None:
    lab.list.build([4])
    lab.list.set_activity(np.array([0.5, 0.001, 2.0, 0.0]))
    lab.list.sort.setCurrentIndex(1)
    assert lab.list.order == [2, 0, 1, 3]
    assert [slider.isVisible() for slider in lab.list.sliders] == [True, False, True, False]
    assert lab.list.fold.text() == "Show 2 collapsed"
    QTest.mouseClick(lab.list.fold, Qt.MouseButton.LeftButton)
    assert all(slider.isVisible() for slider in lab.list.sliders)
    assert "0.50 nats" in lab.list.sliders[0].activity.toolTip()


def test_the_activity_is_the_kl_that_the_model_itself_reports(lab: SlidersPanel, tiny_predictor: Predictor) -> None:
    dataset = lab.workspace.data.dataset
    assert dataset is not None
    theirs = tiny_predictor.losses(dataset.val.images[:, 0].numpy()).kl.mean(0)
    assert mean_kl(tiny_predictor, dataset) == pytest.approx(theirs, rel=1e-3)


def test_a_wider_range_keeps_values(lab: SlidersPanel) -> None:
    lab.sliders[0].value.setValue(4.5)
    assert lab.sliders[0].slider.value() == 300
    lab.list.range.setValue(5.0)
    assert lab.sliders[0].slider.value() == 450
    assert lab.z[0] == 4.5


def test_latent_layers_have_headings_while_the_order_is_theirs(qtbot: QtBot) -> None:
    listed = SliderList()
    qtbot.addWidget(listed)
    listed.build([2, 3])
    listed.show()
    rows = sorted([*listed.headings.values(), *listed.sliders], key=lambda row: row.y())
    assert rows == [listed.headings[0], *listed.sliders[:2], listed.headings[2], *listed.sliders[2:]]
    assert [heading.text() for heading in listed.headings.values()] == [
        "Latent layer 1, the top one", "Latent layer 2, the bottom one",
    ]  # fmt: skip
    listed.set_activity(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    listed.sort.setCurrentIndex(1)
    assert not any(heading.isVisible() for heading in listed.headings.values())
    listed.build([5])
    assert listed.headings == {}
