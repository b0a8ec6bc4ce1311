"""The Train view as a person uses it: choose, start, watch, change, stop, find the run again."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.training.live_panel import LivePanel
from vae_gui.views.training_view import TrainingView
from vae_gui.workspace import Workspace
from vae_models import get_recipe
from vae_models.data import Dataset
from vae_models.runs import RunFolder, list_runs
from vae_models.training import Trainer


@pytest.fixture
def view(qtbot: QtBot, workspace: Workspace) -> TrainingView:
    view = TrainingView(workspace)

    def close(_: object) -> None:
        workspace.stop_training()
        qtbot.waitUntil(lambda: not workspace.training, timeout=20_000)
        view.close_view()

    qtbot.addWidget(view, before_close_func=close)
    view.resize(1280, 760)
    with qtbot.waitExposed(view):
        view.show()
    return view


def live(view: TrainingView) -> LivePanel:
    assert view.live is not None
    return view.live


def type_into(view: TrainingView, name: str, text: str) -> None:
    edit = view.form.fields[name].edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def train(qtbot: QtBot, view: TrainingView, epochs: int = 2) -> None:
    """Types a number of epochs, presses Start, and waits for the end."""
    type_into(view, "epochs", str(epochs))
    with qtbot.waitSignal(
        view.workspace.training_ended, timeout=30_000, check_params_cb=lambda o: o.kind == "succeeded"
    ):
        QTest.mouseClick(view.controls.start_button, Qt.MouseButton.LeftButton)


def wait_for_runs(qtbot: QtBot, view: TrainingView, names: list[str]) -> None:
    def shown() -> list[str]:
        items = [view.runs.tree.topLevelItem(i) for i in range(view.runs.tree.topLevelItemCount())]
        rows = [item for item in items if item is not None]
        # A name is in the list once its text and the folder behind it agree.
        return sorted(item.text(0) for item in rows if item.data(0, Qt.ItemDataRole.UserRole).name == item.text(0))

    qtbot.waitUntil(lambda: shown() == sorted(names), timeout=10_000)


def test_pressing_start_fills_curves_strip_samples_and_the_list(qtbot: QtBot, view: TrainingView) -> None:
    train(qtbot, view)
    panel = live(view)
    assert not panel.plot.is_empty()
    assert len(panel.plot.live.validation) == 2
    assert not panel.strip.is_empty() and not panel.samples.is_empty() and not panel.bars.is_empty()
    assert view.workspace.predictor is not None and view.workspace.predictor.epoch == 2.0
    wait_for_runs(qtbot, view, ["vae-2d-1"])


def test_the_strip_shows_what_the_model_makes_of_validation_images(qtbot: QtBot, view: TrainingView) -> None:
    view.form.chooser.setCurrentText("denoising-autoencoder")
    train(qtbot, view, epochs=1)
    labels = [row.label for row in live(view).strip._rows]
    assert labels == ["Original", "Noisy", "Code", "Denoised"]
    predictor, dataset = view.workspace.predictor, view.workspace.dataset
    assert predictor is not None and dataset is not None
    images = dataset.val.images[:12, 0].numpy()
    shown = live(view).strip._rows[3].images  # type: ignore[union-attr]
    assert np.array_equal(shown, predictor.reconstruct(predictor.corrupt(images, seed=7)))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("latent_dim", "0", "from 1 to"),
        ("latent_dim", "1000000", "from 1 to"),
        ("latent_dim", "two", "whole number"),
        ("batch_size", "601", "only 600 training images"),
        ("learning_rate", "-1", "learning rate"),
        ("beta", "", "number is needed"),
    ],
)
def test_an_invalid_value_is_refused_where_it_is_typed(view: TrainingView, name: str, text: str, words: str) -> None:
    type_into(view, name, text or " ")
    assert words in view.form.fields[name].reason
    assert not view.controls.start_button.isEnabled()
    type_into(view, name, "1")
    assert view.form.fields[name].reason == ""
    assert view.controls.start_button.isEnabled()


def test_an_edited_recipe_says_so_and_goes_back(view: TrainingView) -> None:
    view.form.chooser.setCurrentText("beta-vae")
    assert not view.form.reset_button.isVisible()
    type_into(view, "beta", "2.5")
    assert view.form.recipe == get_recipe("beta-vae").replace(beta=2.5)
    QTest.mouseClick(view.form.reset_button, Qt.MouseButton.LeftButton)
    assert view.form.recipe == get_recipe("beta-vae")


def test_a_schedule_has_its_own_value(view: TrainingView) -> None:
    view.form.schedule.setCurrentIndex(view.form.schedule.findData("linear"))
    assert view.form.schedule_value.isVisible()
    view.form.schedule_value.edit.setText("3")
    recipe = view.form.recipe
    assert recipe is not None and recipe.kl_schedule.shape == "linear" and recipe.kl_schedule.warmup_epochs == 3.0


@pytest.mark.parametrize("recipe", ["autoencoder", "beta-vae", "linear-vae-8", "vae-wide-2d"])
def test_every_recipe_comes_out_of_the_form_as_it_went_in(view: TrainingView, recipe: str) -> None:
    view.form.chooser.setCurrentText(recipe)
    assert view.form.recipe == get_recipe(recipe)


def test_beta_changed_while_it_runs_marks_the_curve(qtbot: QtBot, view: TrainingView) -> None:
    type_into(view, "epochs", "10000")
    with qtbot.waitSignal(view.workspace.training_events, timeout=20_000):
        QTest.mouseClick(view.controls.start_button, Qt.MouseButton.LeftButton)
    assert not view.form.fields["latent_dim"].isEnabled() and view.form.fields["beta"].isEnabled()
    type_into(view, "beta", "3")
    QTest.keyClick(view.form.fields["beta"].edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [text for _, text in live(view).plot._marks] == ["beta 3"], timeout=20_000)


def test_pause_resume_and_stop_by_their_buttons(qtbot: QtBot, view: TrainingView) -> None:
    type_into(view, "epochs", "10000")
    with qtbot.waitSignal(view.workspace.training_events, timeout=20_000):
        QTest.mouseClick(view.controls.start_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.workspace.training_paused, timeout=20_000):
        QTest.mouseClick(view.controls.pause_button, Qt.MouseButton.LeftButton)
    assert view.controls.pause_button.text() == "Resume"
    with qtbot.waitSignal(view.workspace.training_paused, timeout=20_000):
        QTest.mouseClick(view.controls.pause_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.workspace.training_ended, timeout=20_000, check_params_cb=lambda o: o.kind == "stopped"):
        QTest.mouseClick(view.controls.stop_button, Qt.MouseButton.LeftButton)
    assert view.controls.start_button.isEnabled()
    wait_for_runs(qtbot, view, ["vae-2d-1"])


def test_an_exploded_loss_offers_a_slower_start_that_works(qtbot: QtBot, view: TrainingView) -> None:
    type_into(view, "learning_rate", "50")
    type_into(view, "epochs", "3")
    with qtbot.waitSignal(view.workspace.training_ended, timeout=30_000):
        QTest.mouseClick(view.controls.start_button, Qt.MouseButton.LeftButton)
    card = next((card for card in view.hints.cards if card.hint.action == "restart_slower"), None)
    if card is None:
        pytest.fail("a learning rate of 50 did not explode")
    with qtbot.waitSignal(
        view.workspace.training_started, timeout=30_000, check_params_cb=lambda r: r.recipe.learning_rate == 5
    ):
        QTest.mouseClick(card.action_button, Qt.MouseButton.LeftButton)


@pytest.fixture
def past_run(view: TrainingView, few_digits: Dataset, qtbot: QtBot) -> RunFolder:
    recipe = get_recipe("beta-vae").replace(epochs=2)
    run = RunFolder.create(view.workspace.runs_dir / "old", recipe, "few")
    list(Trainer(recipe, few_digits, run=run).steps())
    view.runs.refresh()
    wait_for_runs(qtbot, view, ["old"])
    view.runs.select(run.path)
    return run


def test_a_checked_run_is_laid_over_the_plot(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    item = view.runs.tree.topLevelItem(0)
    assert item is not None
    item.setCheckState(0, Qt.CheckState.Checked)
    assert live(view).plot.overlay_names() == ["old"]
    item.setCheckState(0, Qt.CheckState.Unchecked)
    assert live(view).plot.overlay_names() == []


def test_a_double_click_makes_a_runs_model_current(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    tree = view.runs.tree
    place = tree.visualItemRect(tree.topLevelItem(0)).center()
    with qtbot.waitSignal(view.workspace.predictor_changed, timeout=10_000):
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
        QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert view.workspace.predictor is not None and view.workspace.predictor.name == "old"
    assert live(view).plot.live.name == "old" and len(live(view).plot.live.validation) == 2


def test_renaming_and_deleting_can_be_undone(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    item = view.runs.tree.topLevelItem(0)
    assert item is not None
    item.setText(0, "renamed")
    wait_for_runs(qtbot, view, ["renamed"])
    assert RunFolder.open(view.workspace.runs_dir / "renamed").metrics()
    view.runs.select(view.workspace.runs_dir / "renamed")
    view.runs.run_actions["delete"].trigger()
    wait_for_runs(qtbot, view, [])
    view.undo_stack.undo()
    wait_for_runs(qtbot, view, ["renamed"])
    view.undo_stack.undo()
    wait_for_runs(qtbot, view, ["old"])
    view.undo_stack.redo()
    wait_for_runs(qtbot, view, ["renamed"])


def test_a_name_no_folder_can_have_is_refused(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    item = view.runs.tree.topLevelItem(0)
    assert item is not None
    with qtbot.waitSignal(view.workspace.status, check_params_cb=lambda text: "cannot be the name" in text):
        item.setText(0, "../elsewhere")
    wait_for_runs(qtbot, view, ["old"])


def test_a_finished_run_resumes_with_more_epochs_from_the_list(
    qtbot: QtBot, view: TrainingView, few_digits: Dataset
) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=4)
    run = RunFolder.create(view.workspace.runs_dir / "half", recipe, "few")
    steps = Trainer(recipe, few_digits, run=run).steps()
    while len(run.metrics()) < 2:
        next(steps)
    steps.close()
    view.runs.refresh()
    wait_for_runs(qtbot, view, ["half"])
    view.runs.select(run.path)
    with qtbot.waitSignal(
        view.workspace.training_ended, timeout=30_000, check_params_cb=lambda o: o.kind == "succeeded"
    ):
        view.runs.run_actions["resume"].trigger()
    assert [row.epoch for row in run.metrics()] == [1, 2, 3, 4]
    assert len(live(view).plot.live.validation) == 4


def test_closing_in_mid_training_saves_and_the_next_start_offers_to_resume(
    qtbot: QtBot, few_digits: Dataset, settings: QSettings, tmp_path: Path
) -> None:
    first = Workspace(settings, tmp_path / "runs")
    first.dataset = few_digits
    first.start_training(get_recipe("vae-2d").replace(epochs=100_000))
    with qtbot.waitSignal(first.training_events, timeout=20_000):
        pass
    first.close()
    (run,) = list_runs(tmp_path / "runs")
    step = run.progress().step
    assert step > 0

    second = Workspace(settings, tmp_path / "runs")
    view = TrainingView(second)
    qtbot.addWidget(view)
    view.show()
    second.dataset = few_digits
    second.models_loaded_now()
    assert view.offer.isVisible()
    with qtbot.waitSignal(second.training_events, timeout=20_000):
        QTest.mouseClick(view.offer.resume_button, Qt.MouseButton.LeftButton)
    assert not view.offer.isVisible()
    view.close_view()
    second.close()
    assert run.progress().step > step


def test_before_the_models_are_loaded_the_view_waits(qtbot: QtBot, empty_workspace: Workspace) -> None:
    view = TrainingView(empty_workspace)
    qtbot.addWidget(view)
    view.show()
    assert view.live is None
    assert not view.controls.start_button.isEnabled()
    view.close_view()
