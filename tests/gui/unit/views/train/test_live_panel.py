"""What is live waits a moment for its turn, and is not painted where nobody sees it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.activity import mean_kl
from vae_gui.views.train import run_display
from vae_gui.views.train.run_display import SAMPLES, RunDisplay
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.models.build import build_model
from vae_models.models.collapse import collapsed
from vae_models.training.events import StepsDone
from vae_models.training.hints import TrainingState, hints
from vae_models.training.trainer import Trainer


def test_a_panel_that_is_hidden_before_its_turn_shows_both_pictures_when_it_is_seen_again(
    qtbot: QtBot, few_digits: Dataset, tiny_predictor: Predictor
) -> None:
    panel = RunDisplay()
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.set_images(few_digits.val.images[:, 0].numpy())
    (later,) = panel.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    with qtbot.waitSignal(later.timeout):
        panel.set_predictor(tiny_predictor, live=True)
        panel.hide()
    assert panel.strip.is_empty() and panel.samples.is_empty()
    panel.show()
    assert not panel.strip.is_empty() and not panel.samples.is_empty()


def test_samples_of_a_conditional_model_are_of_all_classes_whichever_the_lab_asks_for(qtbot: QtBot) -> None:
    recipe = get_recipe("cvae")
    predictor = Predictor(build_model(recipe), recipe)
    panel = RunDisplay()
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.set_predictor(predictor.given(7))
    qtbot.waitUntil(lambda: not panel.samples.is_empty())
    wanted = predictor.sample(SAMPLES, 0, np.arange(SAMPLES) % 10)
    np.testing.assert_allclose(panel.samples.images / 255, wanted, atol=0.01)


def test_bars_move_with_every_batch_and_collapsed_ones_are_counted_where_the_sentence_counts_them(
    qtbot: QtBot, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_display, "KL_SECONDS", 0.0)  # with every report, not three a second
    panel = RunDisplay()
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    recipe = get_recipe("vae").replace(latent_dim=16, beta=8.0, hidden=(32,), epochs=1, batch_size=50)
    trainer = Trainer(recipe, few_digits)
    for event in trainer.steps():
        panel.add_events([event])
        if isinstance(event, StepsDone):
            assert panel.bars.collapsed == 0 and "collapsed" not in panel.bars.summary(), "nobody has counted yet"
    dead = collapsed(trainer.history[-1].val.kl_per_dim)
    assert dead and panel.bars.collapsed == len(dead)
    (said,) = [hint.text for hint in hints(TrainingState(recipe, trainer.history)) if "collapsed" in hint.text]
    assert f"{len(dead)} of 16" in panel.bars.summary() and f"{len(dead)} of 16" in said
    assert collapsed(mean_kl(trainer.predictor(), few_digits)) == dead, "and the lab folds the same ones away"
