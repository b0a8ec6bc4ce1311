"""'How typical?' asks for a drawing only where a drawing is what is missing."""

import numpy as np
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.canvas.typicality import INVITATION, TypicalityPanel, sentence_of
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model


def test_where_it_says_why_it_cannot_answer_it_asks_for_no_drawing(qtbot: QtBot, few_digits: Dataset) -> None:
    recipe = get_recipe("unet-denoiser")
    denoiser = Predictor(build_model(recipe), recipe)
    drawn = few_digits.val.images[0, 0].numpy() / np.float32(255)
    panel = TypicalityPanel()
    qtbot.addWidget(panel, before_close_func=lambda _: panel.shut_down())
    with qtbot.waitExposed(panel):
        panel.show()
    assert panel.histogram.empty_text == INVITATION
    panel.request(denoiser, few_digits, drawn)
    qtbot.waitUntil(lambda: "Only a VAE" in panel.sentence.text())
    assert panel.histogram.is_empty() and panel.histogram.empty_text == ""
    panel.request(denoiser, few_digits, np.zeros_like(drawn))
    assert panel.sentence.text() == "" and panel.histogram.empty_text == INVITATION
    panel.request(denoiser, None, drawn)
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
