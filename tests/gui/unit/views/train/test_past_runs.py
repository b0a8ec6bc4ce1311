"""Past runs in the list: laid over the plot, opened, resumed, renamed, deleted, exported."""

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.train.hand import live, start_long, train, wait_for_runs
from tests.gui.whose_picture import save_untrained
from vae_gui import theme
from vae_gui.views.train.observed_run import ObservedRun
from vae_gui.views.train.runs.continue_dialog import ContinueDialog
from vae_gui.views.train.view import TrainingView
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.runs import folder as runs
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


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
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
        QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert view.workspace.model.predictor is not None and view.workspace.model.predictor.name == "old"
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


def test_a_name_typed_in_the_list_renames_the_current_run_whose_curves_stay(qtbot: QtBot, view: TrainingView) -> None:
    train(qtbot, view)
    wait_for_runs(qtbot, view, ["vae-2d-1"])
    steps = len(live(view).plot.live.train)
    tree = view.runs.tree
    tree.setFocus()
    view.runs.run_actions["rename"].trigger()
    editor = tree.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "best")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_for_runs(qtbot, view, ["best"])
    run = view.workspace.model.run
    assert run is not None and run.name == "best"
    assert live(view).plot.live.name == "best" and len(live(view).plot.live.train) == steps
    assert view.workspace.model.predictor is not None and view.workspace.model.predictor.name == "best", (
        "title, status, lab"
    )
    assert live(view).whose.text() == "best"


def test_the_current_run_can_be_deleted_and_comes_back(qtbot: QtBot, view: TrainingView) -> None:
    train(qtbot, view)
    wait_for_runs(qtbot, view, ["vae-2d-1"])
    with qtbot.waitSignal(view.workspace.model.run_changed, check_params_cb=lambda run: run is None):
        view.runs.run_actions["delete"].trigger()
    assert live(view).plot.is_empty() and view.workspace.model.predictor is not None
    assert "without its run" in live(view).whose.text()
    with qtbot.waitSignal(view.workspace.model.run_changed, check_params_cb=lambda run: run.name == "vae-2d-1"):
        view.undo_stack.undo()
    assert len(live(view).plot.live.validation) == 2 and live(view).whose.text() == "vae-2d-1"


def test_a_run_that_is_opened_again_is_told_of_as_at_its_end(tmp_path: Path, few_digits: Dataset) -> None:
    recipe = get_recipe("beta-vae").replace(epochs=2, beta=100.0)
    run = RunFolder.create(tmp_path / "run", recipe, "few")
    trainer = Trainer(recipe, few_digits, run=run)
    list(trainer.steps())
    ended = ObservedRun(run.path, run.created, recipe, trainer.history, "finished")
    again = ObservedRun.of(run, run.metrics(), running=False)
    assert any("collapsed" in hint.text for hint in ended.hints())
    assert again.hints() == ended.hints()


def test_a_run_that_trains_on_is_told_of_with_all_its_epochs(tmp_path: Path, few_digits: Dataset) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=1)
    run = RunFolder.create(tmp_path / "run", recipe, "few")
    list(Trainer(recipe, few_digits, run=run).steps())
    observed = ObservedRun.of(RunFolder.open(run.path), run.metrics(), running=True)
    observed.follow(list(Trainer.resume(run, few_digits, epochs=3).steps()))
    assert observed.recipe == recipe.prolonged(3) and len(observed.history) == 3


@pytest.mark.parametrize("what", ["delete", "rename"])
def test_a_run_that_another_process_trains_stays_where_it_is(
    qtbot: QtBot, view: TrainingView, past_run: RunFolder, what: str
) -> None:
    past_run.take()
    with qtbot.waitSignal(view.workspace.messages.said, timeout=10_000) as said:
        if what == "delete":
            view.runs.run_actions["delete"].trigger()
        else:
            item = view.runs.tree.topLevelItem(0)
            assert item is not None
            item.setText(0, "best")
    assert past_run.path.exists() and "a process is working in it" in said.args[0]
    assert not view.undo_stack.canUndo()
    wait_for_runs(qtbot, view, [past_run.name])
    past_run.let_go()


def test_a_run_opened_elsewhere_is_chosen_in_the_list(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    view.runs.tree.setCurrentItem(None)
    assert view.runs.tree.selected() is None and not view.runs.run_actions["resume"].isEnabled()
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        view.workspace.model.open_run(past_run.path)
    assert view.runs.tree.selected() == past_run.path and view.runs.run_actions["resume"].isEnabled()
    other = Path(
        shutil.copytree(past_run.path, past_run.path.with_name("other"), ignore=shutil.ignore_patterns(".lock"))
    )
    wait_for_runs(qtbot, view, [past_run.name, "other"])
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        view.workspace.model.open_run(other)
    assert view.runs.tree.selected() == other


def test_curves_that_need_no_remark_are_not_told_to_be_started(
    qtbot: QtBot, view: TrainingView, past_run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ObservedRun, "hints", lambda self: [])
    sentence = view.hints.findChild(QLabel)
    assert isinstance(sentence, QLabel)
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        view.workspace.model.open_run(past_run.path)
    assert sentence.text() == "There is nothing to point out in these curves."
    without_curves = save_untrained(get_recipe("vae-2d"), tmp_path / "alone.safetensors")
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        view.workspace.model.open_file(without_curves)
    assert sentence.text().startswith("Press Start.")


@pytest.mark.parametrize("resumed", [False, True])
def test_the_table_of_a_run_is_read_behind_the_window(
    qtbot: QtBot, view: TrainingView, past_run: RunFolder, monkeypatch: pytest.MonkeyPatch, resumed: bool
) -> None:
    readers: list[threading.Thread] = []
    read = runs.from_table
    monkeypatch.setattr(runs, "from_table", lambda text: readers.append(threading.current_thread()) or read(text))
    if resumed:
        with qtbot.waitSignal(view.workspace.training.ended, timeout=20_000):
            view.workspace.training.resume(past_run.path, epochs=3)
    else:
        with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
            view.workspace.model.open_run(past_run.path)
    assert len(live(view).plot.live.validation) == (3 if resumed else 2)
    assert readers and threading.main_thread() not in readers


def test_a_run_whose_rate_fell_shows_the_one_that_was_asked_for(
    qtbot: QtBot, view: TrainingView, few_digits: Dataset
) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=2, cooldown=1.0)
    run = RunFolder.create(view.workspace.runs_dir / "cooled", recipe, "few")
    list(Trainer(recipe, few_digits, run=run).steps())
    assert run.metrics()[-1].learning_rate < recipe.learning_rate
    with qtbot.waitSignal(view.workspace.training.ended, timeout=20_000):
        view.workspace.training.resume(run.path, epochs=3)
    assert view.form.fields["learning_rate"].value == recipe.learning_rate


def test_enter_on_a_run_opens_it(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    with qtbot.waitSignal(view.workspace.model.predictor_changed, timeout=10_000):
        QTest.keyClick(view.runs.tree, Qt.Key.Key_Return)
    assert view.workspace.model.run is not None and view.workspace.model.run.path == past_run.path


def test_no_other_model_is_opened_while_one_trains(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    start_long(qtbot, view)
    assert not view.runs.run_actions["current"].isEnabled() and not view.runs.run_actions["resume"].isEnabled()
    with qtbot.waitSignal(view.workspace.messages.said, check_params_cb=lambda text: "stop training" in text):
        view.workspace.model.open_run(past_run.path)
    assert view.workspace.model.run is not None and view.workspace.model.run.name == "vae-2d-1"


def test_a_finished_run_trains_on_for_as_many_epochs_as_are_asked(
    qtbot: QtBot, view: TrainingView, past_run: RunFolder
) -> None:
    assert view.runs.run_actions["resume"].text() == "Continue training…"
    view.runs.run_actions["resume"].trigger()
    dialog = view.findChild(ContinueDialog)
    assert dialog is not None and dialog.epochs.minimum() == 3
    dialog.epochs.setValue(3)
    with qtbot.waitSignal(
        view.workspace.training.ended, timeout=30_000, check_params_cb=lambda o: o.kind == "succeeded"
    ):
        QTest.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)
    assert [row.epoch for row in past_run.metrics()] == [1, 2, 3]


def test_a_resumed_run_brings_its_own_data(qtbot: QtBot, view: TrainingView, digits: Dataset) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=1)
    run = RunFolder.create(view.workspace.runs_dir / "on-digits", recipe, "digits")
    steps = Trainer(recipe, digits, run=run, event_interval=0.0).steps()
    next(steps)
    steps.close()
    with qtbot.waitSignals(
        [view.workspace.data.changed, view.workspace.training.started, view.workspace.training.ended],
        order="strict", timeout=30_000,
    ):  # fmt: skip
        view.workspace.training.resume(run.path)
    assert view.workspace.data.dataset is not None and view.workspace.data.dataset.name == "digits"
    assert run.progress().finished


@pytest.mark.parametrize("ending", ["csv", "png"])
def test_the_curves_of_a_past_run_are_exported(
    qtbot: QtBot, view: TrainingView, past_run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target = tmp_path / f"curves.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.runs.run_actions["export"].trigger()
    qtbot.waitUntil(target.exists, timeout=10_000)
    if ending == "csv":
        rows = target.read_text().splitlines()
        assert rows[0].startswith("run,split,step,epoch,loss")
        assert len(rows) == 1 + 2 * 2  # two epochs of training, two of validation
    else:
        image = QImage(str(target))
        size = live(view).plot.size() * 2
        assert image.size() == size
        curve = QColor(theme.colours().validation)
        assert any(
            image.pixelColor(x, y) == curve for x in range(0, size.width(), 2) for y in range(0, size.height(), 2)
        )


def test_a_name_no_folder_can_have_is_refused(qtbot: QtBot, view: TrainingView, past_run: RunFolder) -> None:
    item = view.runs.tree.topLevelItem(0)
    assert item is not None
    with qtbot.waitSignal(
        view.workspace.messages.said, check_params_cb=lambda text: "The name of a run is made of letters" in text
    ):
        item.setText(0, "../elsewhere")
    wait_for_runs(qtbot, view, ["old"])


def test_a_stopped_run_goes_on_from_the_list(qtbot: QtBot, view: TrainingView, few_digits: Dataset) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=4)
    run = RunFolder.create(view.workspace.runs_dir / "half", recipe, "few")
    steps = Trainer(recipe, few_digits, run=run).steps()
    while len(run.metrics()) < 2:
        next(steps)
    steps.close()
    view.workspace.runs.look()
    wait_for_runs(qtbot, view, ["half"])
    view.runs.select(run.path)
    with qtbot.waitSignal(
        view.workspace.training.ended, timeout=30_000, check_params_cb=lambda o: o.kind == "succeeded"
    ):
        view.runs.run_actions["resume"].trigger()
    assert [row.epoch for row in run.metrics()] == [1, 2, 3, 4]
    assert len(live(view).plot.live.validation) == 4
