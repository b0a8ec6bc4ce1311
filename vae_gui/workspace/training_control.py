"""The one training that may be under way, and what can be done to it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_gui.workspace.training_thread import TrainingOutcome, TrainingThread

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.training.trainer import Trainer


class TrainingControl(QObject):
    """Owns the thread from its start until the thread has ended. What is asked of no training does nothing.

    Signals:
        begun(object, object): its ModelOrigin and the Predictor as it starts.
        moved(object): its RunFolder vanished, and the training goes on in this one.
        events(list): what the Trainer reported. snapshot(object): a Predictor. paused(bool).
        ended(object): the TrainingOutcome; by then nothing is under way any more.
    """

    begun = Signal(object, object)
    moved = Signal(object)
    events = Signal(list)
    snapshot = Signal(object)
    paused = Signal(bool)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: TrainingThread | None = None
        self._paused = False

    @property
    def under_way(self) -> bool:
        return self._thread is not None

    @property
    def is_paused(self) -> bool:
        return self.under_way and self._paused

    def start(self, make: "Callable[[], Trainer]", *, tensorboard: bool) -> None:
        """Only while none is under way. `make` is called on the thread; see TrainingThread."""
        self._paused = False
        self._thread = thread = TrainingThread(make, self, tensorboard=tensorboard)
        thread.started_run.connect(self.begun)
        thread.moved.connect(self.moved)
        thread.events.connect(self.events)
        thread.snapshot.connect(self._pass_snapshot)
        thread.paused.connect(self._pass_paused)
        thread.ended.connect(self._end)
        thread.start()

    def pause(self) -> None:
        if self._thread is not None:
            self._thread.pause()

    def resume(self) -> None:
        if self._thread is not None:
            self._thread.resume()

    def pause_or_resume(self) -> None:
        if self.is_paused:
            self.resume()
        else:
            self.pause()

    def stop(self) -> None:
        """Saves and stops; `ended` follows."""
        if self._thread is not None:
            self._thread.stop()

    def set_beta(self, beta: float) -> None:
        if self._thread is not None:
            self._thread.set_beta(beta)

    def set_learning_rate(self, learning_rate: float) -> None:
        if self._thread is not None:
            self._thread.set_learning_rate(learning_rate)

    def close(self) -> TrainingOutcome | None:
        """Saves, stops and waits; nothing more is heard of it. How it ended, None where there was none."""
        thread, self._thread = self._thread, None
        if thread is None:
            return None
        thread.blockSignals(True)
        thread.stop()
        thread.wait()
        return thread.outcome

    def _pass_paused(self, paused: bool) -> None:
        self._paused = paused
        self.paused.emit(paused)

    def _pass_snapshot(self, predictor: "Predictor") -> None:
        self.snapshot.emit(predictor)
        if self._thread is not None:
            self._thread.snapshot_taken()

    def _end(self, outcome: TrainingOutcome) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.wait()
            thread.deleteLater()
        self.ended.emit(outcome)
