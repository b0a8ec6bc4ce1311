"""The training thread has one outcome, pauses, stops and changes values between steps."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from vae_gui.workspace.training_thread import TrainingThread
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.errors import TrainingError
from vae_models.training.events import EpochDone, StepsDone, ValueChanged
from vae_models.training.trainer import Trainer


@pytest.fixture
def long_training(few_digits: Dataset) -> Trainer:
    return Trainer(get_recipe("vae-2d").replace(epochs=10_000, batch_size=64), few_digits, event_interval=0.0)


@pytest.fixture
def thread(long_training: Trainer) -> Iterator[TrainingThread]:
    thread = TrainingThread(lambda: long_training)
    yield thread
    thread.stop()
    thread.wait()


def test_a_training_that_ends_succeeds_once(qtbot: QtBot, few_digits: Dataset) -> None:
    trainer = Trainer(get_recipe("vae-2d").replace(epochs=2), few_digits)
    thread = TrainingThread(lambda: trainer)
    events: list[object] = []
    outcomes: list[Any] = []
    thread.events.connect(events.extend)
    thread.ended.connect(outcomes.append)
    with qtbot.waitSignals([thread.ended, thread.finished], order="strict", timeout=20_000):
        thread.start()
    assert [outcome.kind for outcome in outcomes] == ["succeeded"]
    assert [event.epoch for event in events if isinstance(event, EpochDone)] == [1, 2]


def test_stopping_ends_between_steps(qtbot: QtBot, thread: TrainingThread, long_training: Trainer) -> None:
    with qtbot.waitSignal(thread.events, timeout=20_000):
        thread.start()
    with qtbot.waitSignals([thread.ended, thread.finished], order="strict", timeout=20_000):
        thread.stop()
    assert 0 < long_training.step < long_training.total_steps


def test_a_paused_thread_trains_no_step_and_wakes_to_be_stopped(
    qtbot: QtBot, thread: TrainingThread, long_training: Trainer
) -> None:
    with qtbot.waitSignal(thread.events, timeout=20_000):
        thread.start()
    with qtbot.waitSignal(thread.paused, timeout=20_000, check_params_cb=lambda paused: paused):
        thread.pause()
    step = long_training.step
    with qtbot.waitSignal(thread.paused, timeout=20_000, check_params_cb=lambda paused: not paused):
        assert long_training.step == step
        thread.resume()
    with qtbot.waitSignal(thread.paused, timeout=20_000, check_params_cb=lambda paused: paused):
        thread.pause()
    with qtbot.waitSignal(thread.ended, timeout=20_000, check_params_cb=lambda outcome: outcome.kind == "stopped"):
        thread.stop()


def test_beta_changes_while_it_runs(qtbot: QtBot, thread: TrainingThread) -> None:
    events: list[object] = []
    thread.events.connect(events.extend)
    thread.start()
    thread.set_beta(3.0)
    qtbot.waitUntil(lambda: any(isinstance(event, ValueChanged) for event in events), timeout=20_000)
    qtbot.waitUntil(lambda: isinstance(events[-1], StepsDone) and events[-1].beta == 3.0, timeout=20_000)


def test_the_next_snapshot_waits_until_the_last_was_taken(qtbot: QtBot, thread: TrainingThread) -> None:
    snapshots: list[object] = []
    thread.snapshot.connect(snapshots.append)
    with qtbot.waitSignal(thread.snapshot, timeout=20_000):
        thread.start()
    events: list[object] = []
    thread.events.connect(events.extend)
    qtbot.waitUntil(lambda: len(events) > 100, timeout=20_000)
    assert len(snapshots) == 1
    with qtbot.waitSignal(thread.snapshot, timeout=20_000):
        thread.snapshot_taken()


def test_a_fault_is_an_outcome_not_a_crash(qtbot: QtBot) -> None:
    def fail() -> Trainer:
        raise TrainingError("no such device")

    thread = TrainingThread(fail)
    outcomes: list[Any] = []
    thread.ended.connect(outcomes.append)
    with qtbot.waitSignals([thread.ended, thread.finished], order="strict", timeout=20_000):
        thread.start()
    assert outcomes[0].kind == "failed"
    assert str(outcomes[0].error) == "no such device"
