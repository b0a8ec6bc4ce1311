"""'How typical?' asks for a drawing only where a drawing is what is missing."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.lab.canvas.hand import SEVEN, draw
from vae_gui.views.lab.canvas.model_input import ModelInput
from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.canvas.tools import typicality
from vae_gui.views.lab.canvas.tools.tool import CanvasState
from vae_gui.views.lab.canvas.tools.typicality import INVITATION, TypicalityTool, sentence_of
from vae_models import get_recipe
from vae_models.damage.single import Damage
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.lab.typicality import statistics
from vae_models.models.build import build_model


def state(predictor: Predictor, dataset: Dataset | None, image: np.ndarray) -> CanvasState:
    return CanvasState(ModelInput(image, None), Damage(), None, predictor, dataset)


def test_where_it_says_why_it_cannot_answer_it_asks_for_no_drawing(qtbot: QtBot, few_digits: Dataset) -> None:
    recipe = get_recipe("unet-denoiser")
    denoiser = Predictor(build_model(recipe), recipe)
    drawn = few_digits.val.images[0, 0].numpy() / np.float32(255)
    panel = TypicalityTool()
    qtbot.addWidget(panel, before_close_func=lambda _: panel.shut_down())
    with qtbot.waitExposed(panel):
        panel.show()
    assert panel.histogram.empty_text == INVITATION
    panel.show_state(state(denoiser, few_digits, drawn))
    qtbot.waitUntil(lambda: "Only a VAE" in panel.sentence.text())
    assert panel.histogram.is_empty() and panel.histogram.empty_text == ""
    panel.show_state(state(denoiser, few_digits, np.zeros_like(drawn)))
    assert panel.sentence.text() == "" and panel.histogram.empty_text == INVITATION
    panel.show_state(state(denoiser, None, drawn))
    assert "No images are open" in panel.sentence.text() and panel.histogram.empty_text == ""


def test_the_sentence_follows_the_share() -> None:
    assert (
        sentence_of(0.4, "250 digits")
        == "40 % of 250 digits are more typical: to this model, your drawing is quite typical."
    )
    assert sentence_of(0.85, "them").endswith("is atypical.") and sentence_of(0.96, "them").endswith(
        "is very atypical."
    )
    assert sentence_of(1.0, "250 digits").startswith("Nearly all of 250 digits are more typical")


def test_a_drawing_is_placed_among_the_held_out_digits(
    qtbot: QtBot, panel: CanvasPanel, tiny_predictor: Predictor
) -> None:
    panel.tabs.setCurrentWidget(panel.tool_of(TypicalityTool))
    draw(panel, SEVEN)
    qtbot.waitUntil(lambda: panel.tool_of(TypicalityTool).placed is not None, timeout=60_000)
    before = panel.tool_of(TypicalityTool).placed
    panel.update_results()
    qtbot.waitUntil(lambda: panel.tool_of(TypicalityTool).placed is not before)
    placed = panel.tool_of(TypicalityTool).placed
    assert placed is not None
    standing = placed.reference.standing(statistics(tiny_predictor, panel.model_input().image)[0])
    assert placed.standing.value == pytest.approx(standing.value, rel=1e-4)
    assert placed.reference.what == "100 validation images of few"
    assert panel.tool_of(TypicalityTool).sentence.text() == typicality.sentence_of(
        standing.share, placed.reference.what
    )
    panel.drawing.clear()
    qtbot.waitUntil(lambda: panel.tool_of(TypicalityTool).sentence.text() == "")


def test_the_held_out_digits_are_measured_once(
    qtbot: QtBot, panel: CanvasPanel, tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    image = few_digits.val.images[0, 0].numpy() / np.float32(255)
    first = typicality.place(tiny_predictor, few_digits, image, None)
    assert typicality.place(tiny_predictor, few_digits, image, first).reference is first.reference
    assert typicality.place(tiny_predictor.given(None), few_digits, image, first).reference is not first.reference
