"""Trainings of this window, one at a time: how they begin and end."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import NO_IMAGES
from vae_gui.workspace.complaint import Complaint, Complaints
from vae_gui.workspace.interrupted_run import InterruptedRun
from vae_gui.workspace.make_trainer import new_trainer, resumed_trainer
from vae_gui.workspace.model_origin import ModelOrigin
from vae_gui.workspace.open_data import OpenData
from vae_gui.workspace.settings import if_lost, tensorboard_wanted
from vae_gui.workspace.training_control import TrainingControl
from vae_gui.workspace.training_thread import TrainingOutcome
from vae_models.recipe.named import Recipe
from vae_models.training.events import Event, Notice

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder
    from vae_models.training.trainer import Trainer


class TrainingSession(QObject):
    """Starts and resumes, and remembers what a crash would interrupt. `control` pauses, stops and changes what is under way.

    Signals:
        prepared(): a training was asked for; its data and model are being made ready.
        begun(object, object, object): its ModelOrigin, its Predictor, and the Dataset that was loaded for it or None; who holds
            the model takes it before `started` is heard.
        started(object): the RunFolder. moved(object): another one, where the first vanished.
        events(list): the Trainer's. paused(bool). ended(object): the TrainingOutcome.
    """

    prepared = Signal()
    begun = Signal(object, object, object)
    started = Signal(object)
    moved = Signal(object)
    events = Signal(list)
    paused = Signal(bool)
    ended = Signal(object)
    _data_loaded = Signal(object)

    def __init__(
        self, settings: QSettings, data: OpenData, runs_dir: Path, data_dir: Path | None,
        must_wait: Complaint, faults: Complaints, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """must_wait: why nothing begins. faults: what went wrong in the newest training."""
        super().__init__(parent)
        self._settings, self._data, self._runs_dir, self._data_dir = settings, data, runs_dir, data_dir
        self._must_wait, self._faults = must_wait, faults
        self._interrupted = InterruptedRun(settings)
        self._loaded: Dataset | None = None
        self.control = TrainingControl(self)
        self.control.begun.connect(self._begun)
        self.control.moved.connect(self._moved)
        self.control.events.connect(self.events)
        self.control.events.connect(self._tell_notices)
        self.control.paused.connect(self.paused)
        self.control.ended.connect(self._ended)
        self._data_loaded.connect(self._keep_data)

    @property
    def under_way(self) -> bool:
        return self.control.under_way

    def start(self, recipe: Recipe, device: str = "auto") -> None:
        """Trains on the current data set in a new run folder; ends with `ended`."""
        dataset = self._data.dataset
        if dataset is None:
            self._must_wait.raise_it(NO_IMAGES)
            return
        self._start(
            partial(new_trainer, recipe, dataset, self._runs_dir, self._data_dir, device, if_lost(self._settings))
        )

    def resume(self, path: Path, *, epochs: int | None = None, device: str = "auto") -> None:
        """Goes on with a run from its last autosave, for `epochs` in all; its data set is opened where another one is."""
        loaded, lost = self._data_loaded.emit, if_lost(self._settings)
        dataset = self._data.dataset
        self._start(partial(resumed_trainer, Path(path), dataset, self._data_dir, device, epochs, loaded, lost))

    @property
    def interrupted_run(self) -> Path | None:
        """The run that was training when the program was last closed or killed; it may be gone."""
        return None if self.under_way else self._interrupted.path

    def forget_interrupted_run(self) -> None:
        self._interrupted.forget()

    def close(self) -> None:
        """Saves a training under way and stops its thread; the next start can offer to resume it."""
        outcome = self.control.close()
        if outcome is not None and outcome.kind == "succeeded":
            self.forget_interrupted_run()  # its last step came before its end was heard of

    def _start(self, make: "Callable[[], Trainer]") -> None:
        if self.under_way:
            self._must_wait.raise_it("Training is already running; stop it first.")
            return
        self._faults.settle()
        self.control.start(make, tensorboard=tensorboard_wanted(self._settings))
        self.prepared.emit()

    def _keep_data(self, dataset: "Dataset") -> None:
        """They are shown together with their model, not beside the one before."""
        self._loaded = dataset

    def _begun(self, origin: ModelOrigin, predictor: "Predictor") -> None:
        self._interrupted.remember(origin.path)
        data, self._loaded = self._loaded, None
        self.begun.emit(origin, predictor, data)
        self.started.emit(origin.run)

    def _moved(self, run: "RunFolder") -> None:
        self._interrupted.remember(run.path)
        self.moved.emit(run)

    def _tell_notices(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, Notice):
                self._faults.add(event.text)

    def _ended(self, outcome: TrainingOutcome) -> None:
        self._interrupted.forget()
        self.ended.emit(outcome)
        if outcome.error is not None:
            self._faults.add(explain(outcome.error))
