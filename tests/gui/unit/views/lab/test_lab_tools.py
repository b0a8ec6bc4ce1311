"""Blending, differences, traversal files, arithmetic and variations in the lab."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.sliders.panel import SlidersPanel
from vae_gui.views.lab.sliders.strips import STRIP_VALUES
from vae_gui.views.lab.sliders.tools.arithmetic import Arithmetic, OperandRow
from vae_gui.views.lab.sliders.tools.blend import Blend
from vae_gui.views.lab.sliders.tools.class_codes import GIVEN, NUMBERED, ONE_IMAGE, Operand, code_of, variations
from vae_gui.views.lab.sliders.tools.traversal_grid import TraversalGrid
from vae_gui.views.lab.sliders.tools.variations import Variations
from vae_gui.views.lab.view import LabView
from vae_gui.widgets.pictures.diverging import diverging_image
from vae_gui.widgets.pictures.greyscale import to_qimage, to_uint8
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.latent import slerp
from vae_models.models.collapse import COLLAPSED_NATS, collapsed


@pytest.fixture
def lab(lab_view: LabView) -> SlidersPanel:
    return lab_view.sliders


def test_each_drag_is_its_own_step_of_undo(lab: SlidersPanel) -> None:
    slider = lab.sliders[0].slider
    for value in (1.0, 2.0):
        lab.sliders[0].value.setValue(value)
        slider.sliderReleased.emit()
    lab.undo_stack.undo()
    assert lab.z[0] == 1.0


def test_a_blend_goes_from_one_kept_code_to_the_other(lab: SlidersPanel) -> None:
    lab.set_point(np.array([2.0, 0.0], np.float32))
    lab.tools.tool_of(Blend).keep("A")
    lab.set_point(np.array([0.0, 2.0], np.float32))
    lab.tools.tool_of(Blend).keep("B")
    lab.tools.tool_of(Blend).slider.setValue(50)
    assert lab.z.tolist() == pytest.approx([1.0, 1.0])
    lab.tools.tool_of(Blend).interpolation.setCurrentIndex(1)
    assert lab.z.tolist() == pytest.approx(slerp(np.array([2.0, 0.0]), np.array([0.0, 2.0]), 3)[1].tolist())
    lab.tools.tool_of(Blend).show_kept("A")
    assert lab.z.tolist() == [2.0, 0.0]
    lab.undo_stack.undo()
    lab.undo_stack.undo()
    assert lab.z.tolist() == [0.0, 2.0]


def test_without_two_kept_codes_there_is_nothing_to_blend(lab: SlidersPanel) -> None:
    lab.tools.tool_of(Blend).keep("A")
    assert not lab.tools.tool_of(Blend).slider.isEnabled()
    lab.tools.tool_of(Blend).keep("B")
    assert lab.tools.tool_of(Blend).slider.isEnabled()


def test_the_difference_is_to_the_last_whole_code(lab: SlidersPanel, tiny_predictor: Predictor) -> None:
    lab.set_point(np.array([1.0, 1.0], np.float32))
    lab.sliders[0].value.setValue(-2.0)
    QTest.mouseClick(lab.shown.difference, Qt.MouseButton.LeftButton, pos=QPoint(8, lab.shown.difference.height() // 2))
    now, start = tiny_predictor.decode([[-2.0, 1.0], [1.0, 1.0]])
    assert lab.image.picture() == diverging_image(now - start, 1.0)


def test_the_traversals_are_written_as_picture_animation_and_table(
    qtbot: QtBot, lab: SlidersPanel, tiny_predictor: Predictor, tmp_path: Path
) -> None:
    lab.set_point(np.array([0.5, -0.5], np.float32))
    qtbot.waitUntil(lambda: np.array_equal(lab.tools.tool_of(TraversalGrid).z, lab.z), timeout=10_000)
    for name in ("t.png", "t.gif", "t.csv"):
        with qtbot.waitSignal(
            lab.tools.tool_of(TraversalGrid).told, timeout=10_000, check_params_cb=lambda text: "Saved to" in text
        ):
            lab.tools.tool_of(TraversalGrid).export(tmp_path / name)
    with Image.open(tmp_path / "t.png") as picture:
        assert picture.size == (11 * 28 * 2, 2 * 28 * 2)
    with Image.open(tmp_path / "t.gif") as film:
        assert len(list(ImageSequence.Iterator(film))) == 20  # eleven steps forth, nine back
    rows = list(csv.DictReader((tmp_path / "t.csv").read_text().splitlines()))
    assert [row["dimension"] for row in rows] == ["1"] * 11 + ["2"] * 11
    assert (float(rows[0]["z1"]), float(rows[0]["z2"])) == (-3.0, -0.5)
    expected = tiny_predictor.decode_uint8([0.5, STRIP_VALUES[10]])[0].ravel()
    pixels = np.array([float(rows[-1][f"pixel{number + 1}"]) for number in range(784)])
    assert np.abs(pixels - expected).max() <= 1


def test_a_file_that_cannot_be_written_is_one_sentence(qtbot: QtBot, lab: SlidersPanel, tmp_path: Path) -> None:
    qtbot.waitUntil(lambda: len(lab.tools.tool_of(TraversalGrid).images) == 2, timeout=10_000)
    with qtbot.waitSignal(
        lab.workspace.messages.said, timeout=10_000, check_params_cb=lambda text: "another place" in text
    ):
        lab.tools.tool_of(TraversalGrid).export(tmp_path / "nowhere" / "t.png")


def test_the_sliders_count_collapsed_dimensions_as_everybody_does(lab: SlidersPanel) -> None:
    kl = np.array([COLLAPSED_NATS, 0.9 * COLLAPSED_NATS])
    lab.list.set_activity(kl)
    assert lab.list.collapsed == collapsed(kl) == [1] and lab.list.fold.text() == "Show 1 collapsed"


def test_arithmetic_starts_with_three_classes(lab: SlidersPanel) -> None:
    """0 - 0 + 0 would show nothing."""
    assert [row.classes.currentIndex() for row in lab.tools.tool_of(Arithmetic).rows] == [0, 1, 2]


def test_arithmetic_of_class_means_lands_on_the_sliders(
    qtbot: QtBot, lab: SlidersPanel, tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    lab.tools.setCurrentWidget(lab.tools.tool_of(Arithmetic))
    tool = lab.tools.tool_of(Arithmetic)
    tool.choose(7, 1, 0)
    seven, one, zero = (code_of(tiny_predictor, few_digits, Operand(label)) for label in (7, 1, 0))
    result = seven - one + zero
    qtbot.waitUntil(lambda: len(tool.codes) == 4 and np.allclose(tool.codes[3], result, atol=1e-5))
    QTest.mouseClick(tool.button, Qt.MouseButton.LeftButton)
    assert lab.z.tolist() == pytest.approx(result.tolist(), abs=1e-5)
    lab.undo_stack.undo()
    assert lab.z.tolist() == [0.0, 0.0]


def pick(row: OperandRow, kind: str) -> None:
    """As a person picks it: the same entry again counts too."""
    row.kind.setCurrentIndex(row.kind.findData(kind))
    row.kind.activated.emit(row.kind.currentIndex())


def test_arithmetic_of_chosen_images_and_of_the_sliders_code(
    qtbot: QtBot, lab: SlidersPanel, tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    z = np.array([0.5, -1.0], np.float32)
    lab.set_point(z)
    lab.tools.setCurrentWidget(lab.tools.tool_of(Arithmetic))
    a, b, c = lab.tools.tool_of(Arithmetic).rows
    pick(a, NUMBERED)
    a.number.setValue(17)
    pick(b, NUMBERED)
    pick(c, GIVEN)
    lab.set_zero()
    images = few_digits.val.images[[17, 0], 0].numpy()
    first, second = tiny_predictor.encode(images).mu
    expected = np.stack([first, second, z, first - second + z])

    def is_reckoned() -> bool:
        codes = lab.tools.tool_of(Arithmetic).codes
        return codes.shape == (4, 2) and np.allclose(codes, expected, atol=1e-5)

    qtbot.waitUntil(is_reckoned)
    decoded = to_uint8(tiny_predictor.decode(lab.tools.tool_of(Arithmetic).codes))
    np.testing.assert_array_equal(lab.tools.tool_of(Arithmetic).images.rows, [decoded])
    QTest.mouseClick(lab.tools.tool_of(Arithmetic).button, Qt.MouseButton.LeftButton)
    assert lab.z.tolist() == pytest.approx(expected[3].tolist(), abs=1e-5)


def test_a_random_image_stays_until_it_is_chosen_again(lab: SlidersPanel) -> None:
    row = lab.tools.tool_of(Arithmetic).rows[0]
    pick(row, ONE_IMAGE)
    first = row.read()
    assert row.read().seed == first.seed
    pick(row, ONE_IMAGE)
    assert row.read().seed != first.seed


def test_variations_are_spread_by_sigma_and_a_larger_grid_keeps_the_smaller(
    tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    codes, images = variations(tiny_predictor, few_digits, 3, 4000, seed=5)
    random = np.random.default_rng(5)
    assert few_digits.train.labels is not None
    threes = few_digits.train.images[few_digits.train.labels == 3, 0].numpy()
    posterior = tiny_predictor.encode(threes[random.integers(len(threes))])
    assert codes.mean(0) == pytest.approx(posterior.mu[0], abs=0.1 * float(posterior.sigma.max()))
    assert codes.std(0) == pytest.approx(posterior.sigma[0], rel=0.05)
    fewer, _ = variations(tiny_predictor, few_digits, 3, 10, seed=5)
    assert np.array_equal(fewer, codes[:10])
    assert images.shape == (4000, 28, 28)


def test_a_variation_can_be_put_on_the_sliders(qtbot: QtBot, lab: SlidersPanel) -> None:
    tool = lab.tools.tool_of(Variations)
    tool.button.click()
    qtbot.waitUntil(lambda: len(tool.codes) == 25, timeout=10_000)
    first = tool.codes[:25].copy()
    tool.count.setValue(36)
    qtbot.waitUntil(lambda: len(tool.codes) == 36, timeout=10_000)
    assert np.array_equal(tool.codes[:25], first)
    lab.tools.setCurrentWidget(tool)
    QTest.mouseClick(tool.grid, Qt.MouseButton.LeftButton, pos=tool.grid.cells()[7].center().toPoint())
    assert np.array_equal(lab.z, first[7])


def test_a_picture_in_the_clipboard_is_encoded(
    qtbot: QtBot, lab: SlidersPanel, tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    digit = few_digits.val.images[5, 0].numpy()
    QGuiApplication.clipboard().setImage(to_qimage(digit))
    lab.paste_code()
    qtbot.waitUntil(lambda: np.allclose(lab.z, tiny_predictor.encode(digit).mu[0], atol=1e-4), timeout=10_000)
