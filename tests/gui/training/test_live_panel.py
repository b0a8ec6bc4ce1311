"""What is live waits a moment for its turn, and is not painted where nobody sees it."""

from pytestqt.qtbot import QtBot

from vae_gui.views.training.live_panel import LivePanel
from vae_models.data import Dataset
from vae_models.predictor import Predictor


def test_a_panel_that_is_hidden_before_its_turn_shows_both_pictures_when_it_is_seen_again(
    qtbot: QtBot, few_digits: Dataset, tiny_predictor: Predictor
) -> None:
    panel = LivePanel()
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.set_images(few_digits.val.images[:, 0].numpy())
    with qtbot.waitSignal(panel._later.timeout):
        panel.set_predictor(tiny_predictor, live=True)
        panel.hide()
    assert panel.strip.is_empty() and panel.samples.is_empty()
    panel.show()
    assert not panel.strip.is_empty() and not panel.samples.is_empty()
