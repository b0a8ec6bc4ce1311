"""The lab after another model was opened, and of models that are told the class."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.lab.canvas.hand import SEVEN, draw
from tests.gui.whose_picture import save_untrained
from vae_gui.views.lab.activity import mean_kl
from vae_gui.views.lab.canvas.tools.repair import RepairTool
from vae_gui.views.lab.canvas.tools.typicality import TypicalityTool
from vae_gui.views.lab.sliders.tools.blend import Blend
from vae_gui.views.lab.sliders.tools.class_codes import MEAN, NUMBERED, Operand, code_of, variations
from vae_gui.views.lab.view import LabView
from vae_gui.widgets.drawing.tools import Tool
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.lab.repair import why_no_repair


@pytest.fixture
def conditional(tmp_path: Path) -> Predictor:
    return Predictor.load(save_untrained(get_recipe("cvae"), tmp_path / "classes.safetensors")).given(4)


def open_file(qtbot: QtBot, lab: LabView, path: Path) -> None:
    with qtbot.waitSignal(lab.sliders.workspace.model.predictor_changed, timeout=10_000):
        lab.sliders.workspace.model.open_file(path)


def test_no_code_of_the_former_model_can_come_back(qtbot: QtBot, lab_view: LabView, tmp_path: Path) -> None:
    sliders = lab_view.sliders
    sliders.set_random()
    sliders.tools.tool_of(Blend).keep("A")
    sliders.list.sliders[1].lock.setChecked(True)
    open_file(qtbot, lab_view, save_untrained(get_recipe("vae-2d"), tmp_path / "other.safetensors"))
    assert sliders.z.tolist() == [0.0, 0.0] and sliders.tools.tool_of(Blend).kept == {}
    assert not lab_view.undo_stack.canUndo() and not sliders.code.locked
    assert not any(slider.lock.isChecked() for slider in sliders.sliders)


def test_a_point_of_the_former_model_that_nobody_took_is_dropped(
    qtbot: QtBot, lab_view: LabView, tmp_path: Path
) -> None:
    workspace = lab_view.sliders.workspace
    workspace.requests.lab_point.arrived.disconnect()
    workspace.requests.lab_point.leave(np.ones(2, np.float32))
    open_file(qtbot, lab_view, save_untrained(get_recipe("vae-2d"), tmp_path / "other.safetensors"))
    assert not workspace.requests.lab_point.waits


def test_the_denoiser_that_is_the_current_model_says_which(qtbot: QtBot, lab_view: LabView, tmp_path: Path) -> None:
    canvas = lab_view.canvas
    lab_view.tabs.setCurrentWidget(canvas)
    canvas.chooser.choose("Current model")
    canvas.take_digit()
    qtbot.waitUntil(lambda: not canvas.results.denoised.is_empty(), timeout=10_000)
    wide = get_recipe("vae-2d").replace(image_shape=(64, 64))
    with qtbot.waitSignal(canvas.workspace.messages.said, timeout=10_000):  # it cannot take the drawing
        canvas.workspace.model.open_file(save_untrained(wide, tmp_path / "wide.safetensors"))
    assert canvas.chooser.currentText() == "Current model (wide)"
    assert canvas.results.denoised.is_empty() and canvas.results.difference.is_empty()
    assert "wide" in canvas.whose.text()


def test_answers_of_a_former_model_go(qtbot: QtBot, lab_view: LabView, tmp_path: Path) -> None:
    panel = lab_view.canvas
    lab_view.tabs.setCurrentWidget(panel)
    draw(panel, SEVEN)
    panel.choose_tool(Tool.MASK)
    draw(panel, [(180, 330), (260, 330)])
    panel.tabs.setCurrentWidget(panel.tool_of(TypicalityTool))
    qtbot.waitUntil(lambda: panel.tool_of(TypicalityTool).placed is not None, timeout=20_000)
    panel.tabs.setCurrentWidget(panel.tool_of(RepairTool))
    panel.update_results()
    QTest.mouseClick(panel.tool_of(RepairTool).start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.tool_of(RepairTool).result is not None, timeout=20_000)
    with qtbot.waitSignal(panel.workspace.model.predictor_changed, timeout=10_000):
        panel.workspace.model.open_file(save_untrained(get_recipe("vae-2d"), tmp_path / "other.safetensors"))
    assert (
        panel.tool_of(RepairTool).result is None
        and panel.tool_of(RepairTool).images.is_empty()
        and panel.tool_of(RepairTool).progress.text() == ""
    )
    assert not panel.tool_of(RepairTool).stop_button.isEnabled()
    assert panel.tool_of(TypicalityTool).placed is None and panel.tool_of(TypicalityTool).histogram.is_empty()
    assert panel.tool_of(TypicalityTool).sentence.text() == ""


@pytest.mark.parametrize("recipe", ["autoencoder", "vq-vae", "unet-denoiser"])
def test_repair_is_offered_by_models_that_can_and_the_others_say_why_not(
    qtbot: QtBot, lab_view: LabView, tmp_path: Path, recipe: str
) -> None:
    repair = lab_view.canvas.tool_of(RepairTool)
    able = repair.start_button.toolTip(), repair.images.empty_text
    assert repair.start_button.isEnabled()
    for name in ("other", "further"):
        open_file(qtbot, lab_view, save_untrained(get_recipe(recipe), tmp_path / f"{name}.safetensors"))
        predictor = lab_view.canvas.workspace.model.predictor
        assert predictor is not None and not repair.start_button.isEnabled()
        assert repair.start_button.toolTip() == repair.images.empty_text == why_no_repair(predictor)
        assert f"Repair needs a VAE, and {name} is not one" in repair.images.empty_text
    open_file(qtbot, lab_view, save_untrained(get_recipe("vae-2d"), tmp_path / "vae.safetensors"))
    assert repair.start_button.isEnabled()
    assert (repair.start_button.toolTip(), repair.images.empty_text) == able


def test_images_are_encoded_as_their_own_class(few_digits: Dataset, conditional: Predictor) -> None:
    """Whatever class is chosen to be drawn."""
    val, train = few_digits.val, few_digits.train
    assert val.labels is not None and train.labels is not None
    own = int(val.labels[7])
    numbered = code_of(conditional, few_digits, Operand(kind=NUMBERED, number=7))
    np.testing.assert_allclose(numbered, conditional.encode(val.images[7, 0].numpy(), own).mu[0], atol=1e-6)
    threes = train.images[train.labels == 3, 0].numpy()
    mean = code_of(conditional, few_digits, Operand(3, MEAN))
    np.testing.assert_allclose(mean, conditional.encode(threes, 3).mu.mean(0), atol=1e-5)
    z, images = variations(conditional, few_digits, 3, 4, seed=1)
    assert np.array_equal(images, conditional.decode_uint8(z, 3))
    posterior = conditional.encode(val.images[:, 0].numpy(), val.labels.numpy())
    mu, sigma = posterior.mu.astype(float), posterior.sigma.astype(float)
    wanted = 0.5 * (mu**2 + sigma**2 - 1 - 2 * np.log(sigma)).mean(0)
    np.testing.assert_allclose(mean_kl(conditional, few_digits), wanted, atol=1e-5)


def test_labels_are_heeded_by_models_that_know_them(conditional: Predictor, tiny_predictor: Predictor) -> None:
    labels = np.array([0, 9])
    assert conditional.heeds(labels) is labels and conditional.heeds(3) == 3
    assert conditional.heeds(np.array([0, 10])) is None and conditional.heeds(None) is None
    assert tiny_predictor.heeds(labels) is None
