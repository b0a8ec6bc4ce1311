"""What is open: data, runs, the current model, pins. The one place that the views share."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.wording.errors import explain
from vae_gui.workspace.complaint import Complaint, Complaints
from vae_gui.workspace.handover import Handover
from vae_gui.workspace.open_data import OpenData
from vae_gui.workspace.open_model import NOTHING, OpenModel, load_model, load_run
from vae_gui.workspace.pins import PinList
from vae_gui.workspace.run_list import TRASH, RunList
from vae_gui.workspace.training_session import TrainingSession
from vae_gui.workspace.training_thread import TrainingOutcome

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder


class Workspace(QObject):
    """Facts and requests that more than one view needs; all on the GUI thread.

    Signals:
        models_ready(): torch is loaded; models and data can be used.
        models_failed(str): torch could not be loaded.
        model_opened(): another model is the current one, and nothing of the former may stay in sight; comes first of all.
        predictor_changed(object): the current model, or None; several times a second while it trains.
        runs_changed(): a run was added, renamed or removed. current_run_changed(object): the RunFolder, or None.
        view_requested(str): "train", "map" or "lab". status(str): a sentence for the message banner.
        status_over(str): what that sentence of `status` speaks of is over.

    `data` holds the data set, `pins` what was pinned on the map, `training` starts and resumes trainings, `runs` lists all there are.
    `lab_point` holds a z `(latent_dim,)` for the sliders, `map_image` an image `(H, W)` float32 in [0, 1] for the map.
    """

    models_ready = Signal()
    models_failed = Signal(str)
    model_opened = Signal()
    predictor_changed = Signal(object)
    start_requested = Signal()
    runs_changed = Signal()
    current_run_changed = Signal(object)
    view_requested = Signal(str)
    status = Signal(str)
    status_over = Signal(str)

    def __init__(self, settings: QSettings, runs_dir: Path, data_dir: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
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
        self.pins = PinList(self)
        self._opening = LatestWins(self)
        self._opening.done.connect(self._opened)
        self._opening.failed.connect(self._not_opened)
        self._cannot_open = Complaint(self.status.emit, self.status_over.emit)
        self._must_wait = Complaint(self.status.emit, self.status_over.emit)
        self.data = OpenData(data_dir, self)
        self.data.changed.connect(self._must_wait.settle)
        faults = Complaints(self.status.emit, self.status_over.emit)
        self.model_opened.connect(faults.settle)
        self.training = TrainingSession(settings, self.data, self.runs_dir, data_dir, self.ask_to_wait, faults, self)
        self._connect_training()

    def _connect_training(self) -> None:
        training = self.training
        training.prepared.connect(self._opening.drop)
        training.begun.connect(self._adopt)
        training.started.connect(self.runs_changed)
        training.moved.connect(self._follow_run)
        training.moved.connect(self.runs_changed)
        training.control.snapshot.connect(self.set_predictor)
        training.ended.connect(self._training_ended)

    def models_loaded_now(self) -> None:
        """Called once torch has been imported; loads the default data if no other were asked for, nor a model with its own."""
        import torch

        torch.set_num_threads(1)  # this thread decodes small batches; more threads only contend with the trainer
        self.models_loaded = True
        self.models_ready.emit()
        self.runs.start()
        if not self._opening.busy:
            self.data.load_default()

    def ask_to_wait(self, sentence: str) -> None:
        """Says it in `status` until other data are there, or the training that goes on is over."""
        self._must_wait.raise_it(sentence)

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
        if self.training.under_way:
            self.ask_to_wait("The model in training is the current one; stop training before you open another.")
        else:
            self._opening.request(load, Path(path))

    def _opened(self, result: "tuple[OpenModel, Predictor]") -> None:
        self._cannot_open.settle()
        self._adopt(*result)

    def _not_opened(self, error: Exception) -> None:
        self._cannot_open.raise_it(explain(error))
        self.data.load_default()

    def _adopt(self, model: OpenModel, predictor: "Predictor", data: "Dataset | None" = None) -> None:
        """Makes a model the current one, with its run, and with its data, which may be loaded already."""
        another = not model.is_same(self.model)
        self._deleted_current = None
        self.model, self.current_run, self.predictor = model, model.run, self.with_label(predictor)
        if another:
            self.lab_point.take()
            self.model_opened.emit()
        if another or data is not None:
            self.data.bring(model, data)
        self.current_run_changed.emit(model.run)
        self.predictor_changed.emit(self.predictor)
        self.data.load_default()

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

    # Training

    def _training_ended(self, outcome: TrainingOutcome) -> None:
        if outcome.metrics is not None and self.model is not None:
            self.model = replace(self.model, metrics=outcome.metrics)
        self._must_wait.settle()
        self.runs_changed.emit()

    def close(self) -> None:
        """Saves a training under way and stops all threads; the next start can offer to resume it."""
        self.training.close()
        self.data.close()
        self._opening.close()
        self.runs.close()
        self.settings.sync()
