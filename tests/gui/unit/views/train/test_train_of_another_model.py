"""The Train view after another model was opened, and of models that have no prior or are told the class."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.whose_picture import save_untrained, train
from vae_gui.views.train.view import TrainingView
from vae_gui.widgets.plots import loss_plot
from vae_gui.widgets.plots.loss_plot import LossPlot
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.runs.folder import RunFolder


def open_file(qtbot: QtBot, view: TrainingView, path: Path) -> Predictor:
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        view.workspace.model.open_file(path)
    assert view.workspace.model.predictor is not None
    return view.workspace.model.predictor


def test_a_file_opened_after_a_training_leaves_nothing_of_it(qtbot: QtBot, view: TrainingView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.workspace.training.ended, timeout=60_000):
        view.workspace.training.start(get_recipe("vae-2d").replace(epochs=1))
    assert view.live is not None
    qtbot.waitUntil(lambda: not view.live.bars.is_empty(), timeout=10_000)
    open_file(qtbot, view, save_untrained(get_recipe("beta-vae"), tmp_path / "elsewhere.safetensors"))
    assert view.live.bars.is_empty() and view.live.plot.is_empty() and not view.hints.cards
    assert view.controls.bar.value() <= 0 and view.controls.words.text() == ""
    assert view.form.recipe is not None and view.form.recipe.name == "beta-vae"
    assert "elsewhere" in view.live.whose.text() and "no curves" in view.live.whose.text()


@pytest.mark.parametrize(
    ("recipe", "kl", "samples"),
    [("vae-2d", True, True), ("aae", False, True), ("autoencoder", False, False), ("unet-denoiser", False, False)],
)
def test_panels_of_what_a_model_has_not_are_not_there(
    qtbot: QtBot, view: TrainingView, tmp_path: Path, recipe: str, kl: bool, samples: bool
) -> None:
    open_file(qtbot, view, save_untrained(get_recipe(recipe), tmp_path / "a.safetensors"))
    assert view.live is not None
    assert view.live.bars.isVisible() is kl and view.live.samples.isVisible() is samples


def test_images_are_reconstructed_as_their_own_class(
    qtbot: QtBot, view: TrainingView, few_digits: Dataset, tmp_path: Path
) -> None:
    """Whatever class is chosen to be drawn: that is what samples are for."""
    predictor = open_file(qtbot, view, save_untrained(get_recipe("cvae"), tmp_path / "classes.safetensors"))
    view.workspace.model.set_label(4)
    images, labels = few_digits.val.images[:12, 0].numpy(), few_digits.val.labels
    assert view.live is not None and labels is not None
    output = next(row for row in view.live.strip.rows if row.label == "Output")
    np.testing.assert_allclose(output.images, predictor.reconstruct(images, labels[:12].numpy()), atol=1e-6)
    assert not np.allclose(output.images, predictor.given(4).reconstruct(images), atol=1e-4)


def test_all_charts_show_the_same_step(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loss_plot, "REPAINT_MS", 0)
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(1200, 300)
    plot.set_smoothing(1)
    plot.start_run("one", 10, True)
    with qtbot.waitExposed(plot):
        plot.show()
    for step in range(1, 40):
        plot.append_steps([step], [3.0 * step], [2.0 * step], [1.0 * step])
        QApplication.processEvents()  # one pane after the other is drawn, while steps go on coming
        total, reconstruction, kl = (pane.readings(1e9)[0][2] for pane in plot.panes)
        assert total == reconstruction + kl


def test_a_deleted_runs_message_goes_when_it_is_back(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    said: list[str] = []
    over: list[str] = []
    view.workspace.messages.said.connect(said.append)
    view.workspace.messages.taken_back.connect(over.append)
    view.runs.run_actions["delete"].trigger()
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert "was deleted" in said[-1] and not over
    view.undo_stack.undo()
    qtbot.waitUntil(lambda: bool(over), timeout=10_000)
    assert over == [said[-1]] and past_run.path.exists()


def test_a_run_opened_after_another_shows_its_own_curves_and_name(
    qtbot: QtBot, view: TrainingView, past_run: RunFolder, few_digits: Dataset
) -> None:
    second = train(get_recipe("vae-2d"), few_digits, view.workspace.runs_dir / "second")
    for path, dims in ((past_run.path, 8), (second, 2)):
        with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
            view.workspace.model.open_run(path)
        assert view.live is not None
        assert view.live.whose.text() == view.live.plot.live.name == path.name
        assert len(view.live.bars.values) == dims


def test_the_recipe_of_a_run_is_its_own_in_all_values(
    qtbot: QtBot, view: TrainingView, few_digits: Dataset, tmp_path: Path
) -> None:
    """Also in those that the form has no field for: a new start trains that network, until Reset brings the named one."""
    named = get_recipe("vae-2d")
    recipe = named.replace(hidden=(32,), cooldown=0.5, learning_rate=0.00123456789, epochs=1)
    run = train(recipe, few_digits, tmp_path / "narrow")
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        view.workspace.model.open_run(run)
    form = view.form
    assert form.recipe == recipe and form.reset_button.isVisible()
    assert form.summary.text().startswith("784-32, latent 2")
    with qtbot.waitSignal(view.workspace.training.ended, timeout=60_000):
        view.start()
    predictor = view.workspace.model.predictor
    assert predictor is not None and predictor.recipe == recipe.fitted((28, 28), 10)
    form.reset_button.click()
    assert form.recipe == named and form.summary.text().startswith("784-128-64") and not form.reset_button.isVisible()


def test_a_recipe_for_other_images_is_not_called_edited(qtbot: QtBot, view: TrainingView, tmp_path: Path) -> None:
    recipe = get_recipe("cvae").replace(image_shape=(64, 48), classes=26)
    open_file(qtbot, view, save_untrained(recipe, tmp_path / "large.safetensors"))
    assert view.form.recipe == recipe and not view.form.reset_button.isVisible()
    layers = get_recipe("conv-vae").replace(network="mlp", hidden=(9,), image_shape=(25, 25))  # convolutions could not
    open_file(qtbot, view, save_untrained(layers, tmp_path / "layers.safetensors"))
    assert view.form.recipe == layers and view.form.reset_button.isVisible()


def test_a_recipe_of_ones_own_is_not_shown_under_the_name_of_the_one_before(
    qtbot: QtBot, view: TrainingView, tmp_path: Path
) -> None:
    own = get_recipe("vae").replace(name="of my own")
    open_file(qtbot, view, save_untrained(own, tmp_path / "own.safetensors"))
    assert view.form.recipe == own
    assert view.form.chooser.currentIndex() == -1 and view.form.chooser.shown_text() == "of my own"
    view.form.chooser.setCurrentText("vae-2d")
    assert view.form.recipe == get_recipe("vae-2d")
