"""'How typical?' asks for a drawing only where a drawing is what is missing."""

import numpy as np
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.canvas.typicality import INVITATION, TypicalityPanel
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
