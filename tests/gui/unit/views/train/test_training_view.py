"""The Train view as a person uses it: choose, start, watch, change, stop, find the run again."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.train.hand import live, start_long, train, type_into, wait_for_runs
from vae_gui.views.train import curve_export
from vae_gui.views.train.curve_export import NO_CURVES
from vae_gui.views.train.view import TrainingView
from vae_gui.wording.file_kinds import CSV, PNG
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.runs.listing import list_runs


def test_pressing_start_fills_curves_strip_samples_and_the_list(qtbot: QtBot, view: TrainingView) -> None:
    train(qtbot, view)
    panel = live(view)
    assert not panel.plot.is_empty()
    assert len(panel.plot.live.validation) == 2
    assert not panel.strip.is_empty() and not panel.samples.is_empty() and not panel.bars.is_empty()
    assert view.workspace.model.predictor is not None and view.workspace.model.predictor.epoch == 2.0
    wait_for_runs(qtbot, view, ["vae-2d-1"])


def test_the_strip_shows_what_the_model_makes_of_validation_images(qtbot: QtBot, view: TrainingView) -> None:
    view.form.chooser.setCurrentText("denoising-autoencoder")
    train(qtbot, view, epochs=1)
    labels = [row.label for row in live(view).strip.rows]
    assert labels == ["Original", "Noisy", "Code", "Denoised"]
    predictor, dataset = view.workspace.model.predictor, view.workspace.data.dataset
    assert predictor is not None and dataset is not None
    images = dataset.val.images[:12, 0].numpy()
    shown = live(view).strip.rows[3].images  # type: ignore[union-attr]
    assert np.array_equal(shown, predictor.reconstruct(predictor.corrupt(images, seed=7)))


def test_beta_changed_while_it_runs_marks_the_curve(qtbot: QtBot, view: TrainingView) -> None:
    start_long(qtbot, view)
    assert not view.form.fields["latent_dim"].isEnabled() and view.form.fields["beta"].isEnabled()
    type_into(view, "beta", "3")
    QTest.keyClick(view.form.fields["beta"].edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [text for _, text in live(view).plot.marks] == ["beta 3"], timeout=20_000)


def test_the_form_asks_for_its_own_batch_again_after_a_training_on_fewer_images(
    qtbot: QtBot, view: TrainingView
) -> None:
    assert view.workspace.data.dataset is not None
    images = len(view.workspace.data.dataset.train.images)
    type_into(view, "batch_size", str(images + 28))
    train(qtbot, view, epochs=1)
    assert view.workspace.model.run is not None and view.workspace.model.run.recipe.batch_size == images
    assert view.form.recipe is not None and view.form.recipe.batch_size == images + 28


def test_pause_resume_and_stop_by_their_buttons(qtbot: QtBot, view: TrainingView) -> None:
    start_long(qtbot, view)
    with qtbot.waitSignal(view.workspace.training.paused, timeout=20_000):
        QTest.mouseClick(view.controls.pause_button, Qt.MouseButton.LeftButton)
    assert view.controls.pause_button.text() == "Resume"
    with qtbot.waitSignal(view.workspace.training.paused, timeout=20_000):
        QTest.mouseClick(view.controls.pause_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.workspace.training.ended, timeout=20_000, check_params_cb=lambda o: o.kind == "stopped"):
        QTest.mouseClick(view.controls.stop_button, Qt.MouseButton.LeftButton)
    assert view.controls.start_button.isEnabled()
    wait_for_runs(qtbot, view, ["vae-2d-1"])


def test_a_hint_starts_again_slower_in_place_of_a_running_training(qtbot: QtBot, view: TrainingView) -> None:
    start_long(qtbot, view)
    with qtbot.waitSignals(
        [view.workspace.training.ended, view.workspace.training.started], order="strict", timeout=30_000,
        check_params_cbs=[lambda o: o.kind == "stopped", lambda r: r.recipe.learning_rate == 1e-4],
    ):  # fmt: skip
        view.hints.action_requested.emit("restart_slower")


def test_an_exploded_loss_offers_a_slower_start_that_works(qtbot: QtBot, view: TrainingView) -> None:
    type_into(view, "learning_rate", "50")
    type_into(view, "epochs", "3")
    with qtbot.waitSignal(view.workspace.training.ended, timeout=30_000):
        QTest.mouseClick(view.controls.start_button, Qt.MouseButton.LeftButton)
    card = next((card for card in view.hints.cards if card.hint.action == "restart_slower"), None)
    if card is None:
        pytest.fail("a learning rate of 50 did not explode")
    with qtbot.waitSignal(
        view.workspace.training.started, timeout=30_000, check_params_cb=lambda r: r.recipe.learning_rate == 5
    ):
        QTest.mouseClick(card.action_button, Qt.MouseButton.LeftButton)


def test_closing_in_mid_training_saves_and_the_next_start_offers_to_resume(
    qtbot: QtBot, few_digits: Dataset, settings: QSettings, tmp_path: Path
) -> None:
    first = Workspace(settings, tmp_path / "runs")
    first.data.show(few_digits)
    first.training.start(get_recipe("vae-2d").replace(epochs=100_000))
    with qtbot.waitSignal(first.training.events, timeout=20_000):
        pass
    first.close()
    (run,) = list_runs(tmp_path / "runs")
    step = run.progress().step
    assert step > 0

    second = Workspace(settings, tmp_path / "runs")
    view = TrainingView(second)
    qtbot.addWidget(view)
    view.show()
    second.data.show(few_digits)
    second.start()
    qtbot.waitUntil(view.offer.isVisible, timeout=10_000)
    with qtbot.waitSignal(second.training.events, timeout=20_000):
        QTest.mouseClick(view.offer.resume_button, Qt.MouseButton.LeftButton)
    assert not view.offer.isVisible()
    view.shut_down()
    second.close()
    assert run.progress().step > step


def test_where_there_are_no_curves_none_are_exported(
    qtbot: QtBot, view: TrainingView, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(curve_export, "ask_target", lambda _, title, name, kind, other: asked.append(kind))
    for action in view.menu_actions():
        with qtbot.waitSignal(view.workspace.messages.said, check_params_cb=lambda text: text == NO_CURVES):
            action.trigger()
    assert asked == [], "nobody is asked for the name of an empty file"
    train(qtbot, view)
    for action in view.menu_actions():
        action.trigger()
    assert asked == [CSV, PNG]


def test_before_the_models_are_loaded_the_view_waits(qtbot: QtBot, empty_workspace: Workspace) -> None:
    view = TrainingView(empty_workspace)
    qtbot.addWidget(view)
    view.show()
    assert view.live is None
    assert not view.controls.start_button.isEnabled()
    view.shut_down()
