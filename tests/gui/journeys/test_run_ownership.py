"""In the window: a run that another process trains is left alone, and one whose folder vanishes goes on or ends."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from vae_gui.window.preferences import Preferences
from vae_gui.workspace.interrupted_run import can_go_on
from vae_gui.workspace.training_thread import TrainingThread
from vae_gui.workspace.workspace import Workspace
from vae_models import Recipe, get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import DivergenceError
from vae_models.runs.folder import RunFolder
from vae_models.training.engines.engine import StepLosses
from vae_models.training.events import EpochDone, Notice, StepsDone
from vae_models.training.trainer import Trainer

LONG = get_recipe("vae-2d").replace(epochs=10_000, batch_size=64)


@pytest.fixture
def training(workspace: Workspace, qtbot: QtBot) -> Iterator[Workspace]:
    """A workspace that trains."""
    with qtbot.waitSignal(workspace.training.events, timeout=20_000):
        workspace.training.start(LONG)
    yield workspace
    if workspace.training.under_way:
        with qtbot.waitSignal(workspace.training.ended, timeout=20_000):
            workspace.training.control.stop()


def test_a_second_window_neither_offers_nor_takes_the_run_that_the_first_trains(
    training: Workspace, qtbot: QtBot, settings: QSettings, few_digits: Dataset
) -> None:
    second = Workspace(settings, training.runs_dir)
    try:
        assert training.model.run is not None and settings.value("training/interrupted")
        assert second.training.interrupted_run == training.model.run.path and not can_go_on(
            second.training.interrupted_run
        )
        second.models_loaded = True
        second.data.show(few_digits)
        with qtbot.waitSignal(second.training.ended, timeout=20_000) as ended:
            second.training.resume(training.model.run.path)
        assert "Another process (" in str(ended.args[0].error)
        with qtbot.waitSignal(training.training.ended, timeout=20_000):
            training.training.control.stop()
    finally:
        second.close()


def test_a_run_of_a_window_that_was_killed_is_offered(
    workspace: Workspace, settings: QSettings, few_digits: Dataset
) -> None:
    run = RunFolder.create(workspace.runs_dir / "run", LONG, "few")
    settings.setValue("training/interrupted", str(run.path))
    assert workspace.training.interrupted_run == run.path
    run.take()
    assert not can_go_on(run.path)
    run.let_go()
    assert can_go_on(run.path)
    shutil.rmtree(run.path)
    assert not can_go_on(run.path)


def test_a_folder_that_vanishes_is_told_and_the_current_run_is_the_rescued_one(
    training: Workspace, qtbot: QtBot
) -> None:
    assert training.model.run is not None
    lost = training.model.run.path
    with qtbot.waitSignal(training.messages.said, timeout=20_000) as told:
        lost.rename(training.runs_dir.parent / "moved")
    rescued = lost.with_name(f"{lost.name}-rescued")
    assert str(lost) in told.args[0] and str(rescued) in told.args[0]
    assert training.model.origin is not None and training.model.origin.path == rescued
    assert training.model.run.path == rescued and training.settings.value("training/interrupted") == str(rescued)
    with qtbot.waitSignal(training.training.ended, timeout=20_000) as ended:
        training.training.control.stop()
    assert ended.args[0].kind == "stopped" and RunFolder.open(rescued).progress().step > 0 and not lost.exists()


def test_or_it_ends_the_training_where_the_preferences_say_so(
    workspace: Workspace, qtbot: QtBot, qapp: Any, few_digits: Dataset
) -> None:
    Preferences(qapp, workspace.settings).set_stop_if_lost(True)
    assert Preferences(qapp, workspace.settings).stop_if_lost
    with qtbot.waitSignal(workspace.training.events, timeout=20_000):
        workspace.training.start(LONG)
    assert workspace.model.run is not None
    with qtbot.waitSignal(workspace.training.ended, timeout=20_000) as ended:
        workspace.model.run.path.rename(workspace.runs_dir.parent / "moved")
    assert "has vanished" in str(ended.args[0].error) and list(workspace.runs_dir.iterdir()) == []


def test_few_images_are_trained_with_a_batch_that_fits_and_the_banner_says_so(
    workspace: Workspace, qtbot: QtBot
) -> None:
    with (
        qtbot.waitSignal(workspace.training.ended, timeout=20_000),
        qtbot.waitSignal(workspace.messages.said, timeout=20_000) as told,
    ):
        workspace.training.start(get_recipe("vae-2d").replace(epochs=1, batch_size=1000))
    assert "a batch of 600 instead of 1000" in told.args[0]
    assert workspace.model.run is not None and workspace.model.run.recipe.batch_size == 600


class Ending:
    """A thread that is heard to its end."""

    def __init__(self, trainer: Trainer, qtbot: QtBot) -> None:
        self.thread = TrainingThread(lambda: trainer)
        self.events: list[object] = []
        self.snapshots: list[Any] = []
        self.thread.events.connect(self.events.extend)
        self.thread.snapshot.connect(self.snapshots.append)
        with qtbot.waitSignals([self.thread.ended, self.thread.finished], order="strict", timeout=20_000):
            self.thread.start()


def short(epochs: int = 1) -> Recipe:
    return get_recipe("vae-2d").replace(epochs=epochs, batch_size=64)


def test_the_error_that_ended_a_training_is_not_hidden_by_another(
    qtbot: QtBot, few_digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(short(), few_digits, event_interval=0.0)
    step = trainer.optimisation.step

    def broken() -> None:
        raise OSError("no picture either")

    def diverge(index: int, weight: float, epochs_done: float) -> StepLosses:
        monkeypatch.setattr(trainer, "predictor", broken)
        return step(index, float("nan"), epochs_done)

    monkeypatch.setattr(trainer.optimisation, "step", diverge)
    ending = Ending(trainer, qtbot)
    assert ending.thread.outcome is not None and isinstance(ending.thread.outcome.error, DivergenceError)


def test_an_epoch_that_ended_with_the_stop_is_shown(qtbot: QtBot, few_digits: Dataset) -> None:
    trainer = Trainer(short(3), few_digits, event_interval=1e9)  # it reports at the ends of epochs only
    thread = TrainingThread(lambda: trainer)
    events: list[object] = []

    def stop_at_the_last_step(new: list[object]) -> None:
        events.extend(new)
        if isinstance(new[0], StepsDone):
            thread.requestInterruption()

    thread.events.connect(stop_at_the_last_step, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignals([thread.ended, thread.finished], order="strict", timeout=20_000):
        thread.start()
    assert [type(event) for event in events] == [StepsDone, EpochDone]


def test_a_value_that_the_recipe_cannot_have_ends_no_training(qtbot: QtBot, few_digits: Dataset) -> None:
    recipe = get_recipe("info-vae").replace(epochs=1, batch_size=64)
    trainer = Trainer(recipe, few_digits, event_interval=0.0)
    thread = TrainingThread(lambda: trainer)
    events: list[object] = []
    thread.events.connect(events.extend)
    thread.set_beta(0.1)
    with qtbot.waitSignals([thread.ended, thread.finished], order="strict", timeout=20_000):
        thread.start()
    assert thread.outcome is not None and thread.outcome.kind == "succeeded" and trainer.beta == recipe.beta
    assert any(isinstance(event, Notice) and "would reward it" in event.text for event in events)
