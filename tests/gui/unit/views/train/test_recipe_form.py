"""Choosing and editing a recipe: what is impossible is refused where it is typed."""

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.train.hand import train, type_into
from vae_gui.views.train.recipe.choice_field import ChoiceField
from vae_gui.views.train.recipe.schedule_field import ScheduleField
from vae_gui.views.train.view import TrainingView
from vae_models import KLSchedule, get_recipe
from vae_models.data.load import Dataset, Split
from vae_models.runs.folder import RunFolder


def schedule_of(view: TrainingView) -> ScheduleField:
    schedule = view.form.fields["kl_schedule"]
    assert isinstance(schedule, ScheduleField)
    return schedule


def choose(field: ChoiceField, value: str) -> None:
    field.setCurrentIndex(field.findData(value))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("latent_dim", "0", "from 1 to"),
        ("latent_dim", "1000000", "from 1 to"),
        ("latent_dim", "two", "whole number"),
        ("batch_size", "0", "batch size"),
        ("learning_rate", "-1", "learning rate"),
        ("beta", "", "Enter a number"),
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


def test_the_recipe_in_one_line_is_of_the_images_that_are_chosen(view: TrainingView) -> None:
    view.form.chooser.setCurrentText("cvae")
    dataset = view.workspace.data.dataset
    assert dataset is not None
    assert view.form.summary.text().startswith("784-") and ", 10 classes" in view.form.summary.text()
    smaller = Split(dataset.val.images[..., :20, :16], torch.arange(len(dataset.val.images)) % 3)
    view.workspace.data.show(Dataset("three", smaller, smaller, class_names=("a", "b", "c")))
    assert view.form.summary.text().startswith("320-") and ", 3 classes" in view.form.summary.text()


def test_a_schedule_has_its_own_value(view: TrainingView) -> None:
    choose(schedule_of(view), "linear")
    assert schedule_of(view).length.isVisible()
    schedule_of(view).length.edit.setText("3")
    recipe = view.form.recipe
    assert recipe is not None and recipe.kl_schedule.shape == "linear" and recipe.kl_schedule.warmup_epochs == 3.0


def test_a_new_run_has_as_many_cycles_as_the_form_says(view: TrainingView) -> None:
    """Also where the form was filled with the recipe of a run that was prolonged, whose cycles kept their length."""
    planned = get_recipe("vae-2d").replace(epochs=8, kl_schedule=KLSchedule("cyclical", cycles=4))
    view.form.show_recipe(planned.replace(name="own").prolonged(16))
    recipe = view.form.recipe
    assert recipe is not None and schedule_of(view).length.edit.text() == "4"
    ends = [epoch for epoch in range(1, 16) if recipe.kl_schedule.weight(epoch, recipe.epochs) == 0]
    assert ends == [4, 8, 12]


@pytest.mark.parametrize("recipe", ["autoencoder", "beta-vae", "linear-vae-8", "vae-wide-2d"])
def test_every_recipe_comes_out_of_the_form_as_it_went_in(view: TrainingView, recipe: str) -> None:
    view.form.chooser.setCurrentText(recipe)
    assert view.form.recipe == get_recipe(recipe)


@pytest.mark.parametrize(
    ("recipe", "seen", "hidden"),
    [
        ("vae-2d", "beta", "capacity"),
        ("beta-vae-capacity", "capacity", "samples"),
        ("iwae", "samples", "alpha"),
        ("info-vae", "alpha", "codes"),
        ("wae-mmd", "beta", "latent_layers"),
        ("autoencoder", "latent_dim", "beta"),
        ("unet-denoiser", "noise", "latent_dim"),
    ],
)
def test_values_that_mean_nothing_to_a_recipe_are_not_asked_for(
    view: TrainingView, recipe: str, seen: str, hidden: str
) -> None:
    form = view.form
    form.chooser.setCurrentText(recipe)
    assert form.fields[seen].isVisible() and not form.fields[hidden].isVisible()


def test_the_precision_can_be_chosen(view: TrainingView) -> None:
    form, precision = view.form, view.form.fields["precision"]
    assert isinstance(precision, ChoiceField)
    form.chooser.setCurrentText("vae")
    assert precision.isVisible() and form.recipe == get_recipe("vae")
    choose(precision, "float32")
    assert form.recipe == get_recipe("vae").replace(precision="float32")
    assert form.reset_button.isVisible()
    QTest.mouseClick(form.reset_button, Qt.MouseButton.LeftButton)
    assert precision.value == "auto" and form.recipe == get_recipe("vae")


def test_edits_are_undone_and_redone_one_by_one(view: TrainingView) -> None:
    form, stack = view.form, view.undo_stack
    form.chooser.setCurrentText("beta-vae")
    type_into(view, "beta", "2.5")
    QTest.keyClick(form.fields["beta"].edit, Qt.Key.Key_Return)
    choose(schedule_of(view), "linear")
    edited = form.recipe
    QTest.mouseClick(form.reset_button, Qt.MouseButton.LeftButton)
    named = get_recipe("beta-vae")
    assert form.recipe == named and stack.undoText() == "Edit recipe"
    seen = []
    while stack.canUndo():
        stack.undo()
        seen.append(form.recipe)
    assert seen == [edited, named.replace(beta=2.5), named, get_recipe("vae-2d")]
    for _ in seen:
        stack.redo()
    assert form.recipe == named and not stack.canRedo()


def test_what_is_refused_or_left_as_it_was_is_no_edit(view: TrainingView) -> None:
    for text in ("-3", "8", "2"):
        type_into(view, "latent_dim", text)
        assert not view.undo_stack.canUndo(), "it is still being typed"
    QTest.keyClick(view.form.fields["latent_dim"].edit, Qt.Key.Key_Return)
    assert not view.undo_stack.canUndo()


def test_no_edit_of_before_a_training_or_for_a_former_model_is_offered(
    qtbot: QtBot, view: TrainingView, past_run: RunFolder
) -> None:
    form, stack = view.form, view.undo_stack
    form.chooser.setCurrentText("vae")
    assert stack.canUndo()
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        view.workspace.model.open_run(past_run.path)
    assert form.recipe == past_run.recipe and not stack.canUndo() and not stack.canRedo()
    form.chooser.setCurrentText("vae-2d")
    stack.undo()
    train(qtbot, view, epochs=1)
    assert not stack.canUndo() and not stack.canRedo()
