"""The thread that drives a Trainer: pause, resume, stop, changes of values, and snapshots for those who look."""

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QThread, Signal

from vae_gui.wording.errors import log_unexpected
from vae_gui.workspace.model_origin import metrics_of, origin_of
from vae_models.errors import RecipeError
from vae_models.training.events import Notice, RunRescued
from vae_models.training.tensorboard import recorded_steps

if TYPE_CHECKING:
    from vae_models.runs.epochs import EpochDone
    from vae_models.training.events import Event
    from vae_models.training.trainer import Trainer

SNAPSHOT_SECONDS = 0.2


@dataclass(frozen=True)
class TrainingOutcome:
    """How a training ended; `error` says why where it failed. `metrics` are those of its run, if it had begun."""

    kind: Literal["succeeded", "stopped", "failed"]
    error: Exception | None = None
    metrics: "tuple[EpochDone, ...] | None" = None


def training_threads() -> int:
    """One core stays free for the window; two busy threads on two cores stall as soon as the window draws."""
    return max(1, (os.cpu_count() or 2) - 1)


class TrainingThread(QThread):
    """Owns the trainer while it runs; nobody else touches it.

    Signals:
        started_run(object, object): its ModelOrigin and the Predictor as it starts, as soon as the trainer exists.
        moved(object): its RunFolder vanished, and the training goes on in this one.
        events(list): what the trainer reported, in order.
        snapshot(object): a Predictor, at most 5 a second, and only after the last was taken with `snapshot_taken`.
        paused(bool): it paused, or went on.
        ended(object): the TrainingOutcome; exactly one, before Qt's `finished`.
    """

    started_run = Signal(object, object)
    moved = Signal(object)
    events = Signal(list)
    snapshot = Signal(object)
    paused = Signal(bool)
    ended = Signal(object)

    def __init__(
        self, make_trainer: Callable[[], "Trainer"], parent: QObject | None = None, *, tensorboard: bool = False
    ) -> None:
        """`tensorboard`: whether the run folder also gets files for TensorBoard."""
        super().__init__(parent)
        self._make_trainer = make_trainer
        self._metrics: tuple[EpochDone, ...] | None = None
        self._tensorboard = tensorboard
        self.outcome: TrainingOutcome | None = None
        self._requests: queue.SimpleQueue[Callable[[Trainer], None]] = queue.SimpleQueue()
        self._go = threading.Event()
        self._go.set()
        self._snapshot_wanted = threading.Event()
        self._snapshot_wanted.set()

    def pause(self) -> None:
        self._go.clear()

    def resume(self) -> None:
        self._go.set()

    def stop(self) -> None:
        """Asks it to save and end after the step it is in; a paused thread wakes for it."""
        self.requestInterruption()
        self._go.set()

    def set_beta(self, beta: float) -> None:
        self._requests.put(lambda trainer: trainer.set_beta(beta))

    def set_learning_rate(self, learning_rate: float) -> None:
        self._requests.put(lambda trainer: trainer.set_learning_rate(learning_rate))

    def snapshot_taken(self) -> None:
        """The receiver has dealt with the last snapshot and can take another one."""
        self._snapshot_wanted.set()

    def run(self) -> None:
        try:
            self.outcome = self._train()
        except Exception as error:
            log_unexpected(error)
            self.outcome = TrainingOutcome("failed", error)
        self.outcome = replace(self.outcome, metrics=self._metrics)
        self.ended.emit(self.outcome)

    def _train(self) -> TrainingOutcome:
        import torch

        torch.set_num_threads(training_threads())
        trainer = self._make_trainer()
        origin = None if trainer.run is None else origin_of(trainer.run)
        self.started_run.emit(origin, trainer.predictor())
        steps = recorded_steps(trainer) if self._tensorboard else trainer.steps()
        try:
            with contextlib.closing(steps):
                finished = self._drive(trainer, steps)
            return TrainingOutcome("succeeded" if finished else "stopped")
        finally:
            self._tell_rest(trainer)
            self._metrics = None if trainer.run is None else metrics_of(trainer.run)

    def _tell_rest(self, trainer: "Trainer") -> None:
        """What came before the end, and the last good weights; an error of theirs must not hide why it ended."""
        if trainer.unreported:
            self.events.emit(trainer.unreported)
        with contextlib.suppress(Exception):
            self.snapshot.emit(trainer.predictor())

    def _drive(self, trainer: "Trainer", steps: "Generator[Event]") -> bool:
        """True when the trainer came to its end, False when it was interrupted."""
        last_snapshot = 0.0
        for event in steps:
            if isinstance(event, RunRescued):
                self.moved.emit(trainer.run)
            self.events.emit([event])
            self._apply_requests(trainer)
            now = time.monotonic()
            if self._snapshot_wanted.is_set() and now - last_snapshot >= SNAPSHOT_SECONDS:
                self._snapshot_wanted.clear()
                self.snapshot.emit(trainer.predictor())
                last_snapshot = now
            if not self._go.is_set() and not self.isInterruptionRequested():
                self._wait(trainer)
            if self.isInterruptionRequested():
                return trainer.finished
        return True

    def _apply_requests(self, trainer: "Trainer") -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                request = self._requests.get_nowait()
                try:
                    request(trainer)
                except RecipeError as error:  # a value that this recipe cannot have: it keeps the one it had
                    self.events.emit([Notice(str(error))])

    def _wait(self, trainer: "Trainer") -> None:
        trainer.save()
        self.snapshot.emit(trainer.predictor())
        self.paused.emit(True)
        self._go.wait()
        self.paused.emit(False)
