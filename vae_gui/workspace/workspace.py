"""What is open: data, runs, the current model, pins. The one place that the views share."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import NO_IMAGES
from vae_gui.workspace.complaint import Complaint, Complaints
from vae_gui.workspace.handover import Handover
from vae_gui.workspace.interrupted_run import InterruptedRun
from vae_gui.workspace.make_trainer import new_trainer, resumed_trainer
from vae_gui.workspace.open_data import OpenData
from vae_gui.workspace.open_model import NOTHING, OpenModel, load_model, load_run
from vae_gui.workspace.pins import Pin
from vae_gui.workspace.run_list import TRASH, RunList
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


class Workspace(QObject):
    """Facts and requests that more than one view needs; all on the GUI thread.

    Signals:
        models_ready(): torch is loaded; models and data can be used.
        models_failed(str): torch could not be loaded.
        dataset_loading(str), dataset_progress(object), dataset_failed(str): of the data set.
        dataset_changed(object): the data set, or None while those of the model that was opened are not at hand.
        model_opened(): another model is the current one, and nothing of the former may stay in sight; comes first of all.
        predictor_changed(object): the current model, or None; several times a second while it trains.
        training_prepared(): a training was asked for; its data and model are being made ready.
        training_started(object): the RunFolder. training_events(list): the Trainer's events.
        training_paused(bool). training_ended(object): the TrainingOutcome.
        runs_changed(): a run was added, renamed or removed. current_run_changed(object): the RunFolder, or None.
        view_requested(str): "train", "map" or "lab". pins_changed(). status(str): a sentence for the message banner.
        status_over(str): what that sentence of `status` speaks of is over.

    `control` pauses, stops and changes the training that is under way.
    `lab_point` holds a z `(latent_dim,)` for the sliders, `map_image` an image `(H, W)` float32 in [0, 1] for the map.
    """

    models_ready = Signal()
    models_failed = Signal(str)
    dataset_loading = Signal(str)
    dataset_progress = Signal(object)
    dataset_changed = Signal(object)
    dataset_failed = Signal(str)
    model_opened = Signal()
    predictor_changed = Signal(object)
    start_requested = Signal()
    training_prepared = Signal()
    training_started = Signal(object)
    training_events = Signal(list)
    training_paused = Signal(bool)
    training_ended = Signal(object)
    runs_changed = Signal()
    current_run_changed = Signal(object)
    view_requested = Signal(str)
    pins_changed = Signal()
    status = Signal(str)
    status_over = Signal(str)
    _run_data_loaded = Signal(object)

    def __init__(self, settings: QSettings, runs_dir: Path, data_dir: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
        self._interrupted = InterruptedRun(settings)
        self.runs_dir = Path(runs_dir)
        self.data_dir = data_dir
        self.predictor: Predictor | None = None
        # The class that conditional models draw; None is a mixture of all, which no training has shown them.
        self.label: int | None = 0
        self.model: OpenModel | None = None
        self.lab_point, self.map_image = Handover(self), Handover(self)
        self.current_run: RunFolder | None = None
        self.models_loaded = False
        self._deleted_current: Path | None = None
        self.runs = RunList(settings, self.runs_dir, self)
        self.runs_changed.connect(self.runs.look)
        self._pins: tuple[Pin, ...] = ()
        self.control = TrainingControl(self)
        self._connect_training()
        self._opening = LatestWins(self)
        self._opening.done.connect(self._opened)
        self._opening.failed.connect(self._not_opened)
        self._cannot_open = Complaint(self.status.emit, self.status_over.emit)
        self._must_wait = Complaint(self.status.emit, self.status_over.emit)
        self._of_training = Complaints(self.status.emit, self.status_over.emit)
        self.training_prepared.connect(self._of_training.settle)
        self.model_opened.connect(self._of_training.settle)
        self._resumed_data: Dataset | None = None
        self._data = OpenData(data_dir, self)
        self._data.loading.connect(self.dataset_loading)
        self._data.progressed.connect(self.dataset_progress)
        self._data.changed.connect(self._data_changed)
        self._data.failed.connect(self.dataset_failed)
        self._run_data_loaded.connect(self._keep_resumed_data)

    def _connect_training(self) -> None:
        control = self.control
        control.begun.connect(self._training_started)
        control.moved.connect(self._training_moved)
        control.events.connect(self.training_events)
        control.events.connect(self._tell_notices)
        control.snapshot.connect(self.set_predictor)
        control.paused.connect(self.training_paused)
        control.ended.connect(self._training_ended)

    def models_loaded_now(self) -> None:
        """Called once torch has been imported; loads the default data if no other were asked for, nor a model with its own."""
        import torch

        torch.set_num_threads(1)  # this thread decodes small batches; more threads only contend with the trainer
        self.models_loaded = True
        self.models_ready.emit()
        self.runs.start()
        if not self._opening.busy:
            self._data.load_default()

    # Data

    @property
    def dataset(self) -> "Dataset | None":
        return self._data.dataset

    def load_dataset(
        self, source: str, *, data_dir: Path | None = None, download: bool = False, invert: bool | None = None,
        value_range: str = "auto",
    ) -> None:  # fmt: skip
        """Loads in the background; ends with dataset_changed or dataset_failed."""
        self._data.load(source, data_dir, download, invert, value_range)

    def _set_dataset(self, dataset: "Dataset | None") -> None:
        self._data.show(dataset)

    def ask_to_wait(self, sentence: str) -> None:
        """Says it in `status` until other data are there, or the training that goes on is over."""
        self._must_wait.raise_it(sentence)

    def cancel_loading(self) -> None:
        self._data.cancel()

    def _data_changed(self, dataset: "Dataset | None") -> None:
        self._must_wait.settle()
        self.dataset_changed.emit(dataset)

    def _keep_resumed_data(self, dataset: "Dataset") -> None:
        """They are shown together with their model, not beside the one before."""
        self._resumed_data = dataset

    # Models and runs

    @property
    def identity(self) -> str:
        """Of the model that is open; see OpenModel."""
        return self.model.identity if self.model is not None else NOTHING

    def set_predictor(self, predictor: "Predictor | None") -> None:
        """Another state of the model that is open."""
        self.predictor = None if predictor is None else self.with_label(predictor)
        self.predictor_changed.emit(self.predictor)

    def with_label(self, predictor: "Predictor") -> "Predictor":
        """A conditional model for the class that is chosen, if it knows it; any other model as it is."""
        if not predictor.conditional:
            return predictor
        return predictor.given(self.label if self.label is not None and self.label < predictor.classes else None)

    def set_label(self, label: int | None) -> None:
        """The class that conditional models draw from now on."""
        self.label = label
        if self.predictor is not None and self.predictor.conditional:
            self.set_predictor(self.predictor)

    def open_run(self, path: Path) -> None:
        """Makes a run's last model the current one, in the background; a sentence goes to `status` where it cannot."""
        self._open(load_run, path)

    def open_model(self, path: Path) -> None:
        """Like `open_run`, for a single model file."""
        self._open(load_model, path)

    def _open(self, load: "Callable[[Path], object]", path: Path) -> None:
        if self.training:
            self.ask_to_wait("The model in training is the current one; stop training before you open another.")
        else:
            self._opening.request(load, Path(path))

    def _opened(self, result: "tuple[OpenModel, Predictor]") -> None:
        self._cannot_open.settle()
        self._adopt(*result)

    def _not_opened(self, error: Exception) -> None:
        self._cannot_open.raise_it(explain(error))
        self._data.load_default()

    def _adopt(self, model: OpenModel, predictor: "Predictor", data: "Dataset | None" = None) -> None:
        """Makes a model the current one, with its run, and with its data, which may be loaded already."""
        another = not model.is_same(self.model)
        self._deleted_current = None
        self.model, self.current_run, self.predictor = model, model.run, self.with_label(predictor)
        if another:
            self.lab_point.take()
            self.model_opened.emit()
        if another or data is not None:
            self._data.bring(model, data)
        self.current_run_changed.emit(model.run)
        self.predictor_changed.emit(self.predictor)
        self._data.load_default()

    def set_current_run(self, run: "RunFolder | None") -> None:
        self.current_run = run
        self.current_run_changed.emit(run)

    def run_moved(self, source: Path, target: Path) -> None:
        """A run has another folder now; the current run follows it. While it is deleted only its model stays."""
        deleted = target.parent.name == TRASH
        if self.current_run is not None and self.current_run.path == source:
            self._deleted_current = target if deleted else None
            self._follow_run(None if deleted else self.current_run.at(target))
        elif self.model is not None and self.model.run is not None and source == self._deleted_current:
            self._follow_run(self.model.run.at(target))

    def _follow_run(self, run: "RunFolder | None") -> None:
        if run is not None and self.model is not None:
            self.model = self.model.moved(run)
        self.set_current_run(run)
        if run is not None and self.predictor is not None and self.predictor.name != run.name:
            self.set_predictor(self.predictor.named(run.name))

    # Pins

    @property
    def pins(self) -> list[Pin]:
        return list(self._pins)

    def set_pins(self, pins: Sequence[Pin]) -> None:
        self._pins = tuple(pins)
        self.pins_changed.emit()

    # Training

    @property
    def training(self) -> bool:
        return self.control.under_way

    def start_training(self, recipe: Recipe, device: str = "auto") -> None:
        """Trains on the current data set in a new run folder; ends with training_ended."""
        if self.dataset is None:
            self.ask_to_wait(NO_IMAGES)
            return
        self._start(
            partial(new_trainer, recipe, self.dataset, self.runs_dir, self.data_dir, device, if_lost(self.settings))
        )

    def resume_training(self, path: Path, *, epochs: int | None = None, device: str = "auto") -> None:
        """Goes on with a run from its last autosave, for `epochs` in all; its data set is opened where another one is."""
        loaded, lost = self._run_data_loaded.emit, if_lost(self.settings)
        self._start(partial(resumed_trainer, Path(path), self.dataset, self.data_dir, device, epochs, loaded, lost))

    def _start(self, make: "Callable[[], Trainer]") -> None:
        if self.training:
            self.ask_to_wait("Training is already running; stop it first.")
            return
        self._opening.drop()
        self.control.start(make, tensorboard=tensorboard_wanted(self.settings))
        self.training_prepared.emit()

    def _training_started(self, model: OpenModel, predictor: "Predictor") -> None:
        self._interrupted.remember(model.path)
        data, self._resumed_data = self._resumed_data, None
        self._adopt(model, predictor, data)
        self.training_started.emit(model.run)
        self.runs_changed.emit()

    def _training_moved(self, run: "RunFolder") -> None:
        self._interrupted.remember(run.path)
        self._follow_run(run)
        self.runs_changed.emit()

    def _tell_notices(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, Notice):
                self._of_training.add(event.text)

    def _training_ended(self, outcome: TrainingOutcome) -> None:
        if outcome.metrics is not None and self.model is not None:
            self.model = replace(self.model, metrics=outcome.metrics)
        self._must_wait.settle()
        self._interrupted.forget()
        self.training_ended.emit(outcome)
        self.runs_changed.emit()
        if outcome.error is not None:
            self._of_training.add(explain(outcome.error))

    @property
    def interrupted_run(self) -> Path | None:
        """The run that was training when the program was last closed or killed; it may be gone."""
        return None if self.training else self._interrupted.path

    def forget_interrupted_run(self) -> None:
        self._interrupted.forget()

    def close(self) -> None:
        """Saves a training under way and stops all threads; the next start can offer to resume it."""
        outcome = self.control.close()
        if outcome is not None and outcome.kind == "succeeded":
            self.forget_interrupted_run()  # its last step came before its end was heard of
        self._data.close()
        self._opening.close()
        self.runs.close()
        self.settings.sync()
