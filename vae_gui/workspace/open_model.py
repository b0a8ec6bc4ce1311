"""Which model is open, its latest state, and its run; how another one is opened."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.wording.errors import explain
from vae_gui.workspace.messages import Messages
from vae_gui.workspace.model_origin import NOTHING, ModelOrigin, load_file, load_run
from vae_gui.workspace.open_data import OpenData
from vae_gui.workspace.run_list import TRASH
from vae_gui.workspace.training_session import TrainingSession
from vae_gui.workspace.training_thread import TrainingOutcome

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder


class OpenModel(QObject):
    """One model at a time, which brings its own data; the one in training while there is one.

    Signals:
        opened(): another model is the open one, and nothing of the former may stay in sight; comes first of all.
        predictor_changed(object): the Predictor, or None; several times a second while it trains.
        run_changed(object): the RunFolder, or None.
    """

    opened = Signal()
    predictor_changed = Signal(object)
    run_changed = Signal(object)

    def __init__(
        self, data: OpenData, training: TrainingSession, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._data, self._training, self._messages = data, training, messages
        self.origin: ModelOrigin | None = None
        self.predictor: Predictor | None = None
        self.run: RunFolder | None = None
        # The class that conditional models draw; None is a mixture of all, which no training has shown them.
        self.label: int | None = 0
        self._deleted_run: Path | None = None
        self._cannot_open = messages.complaint()
        self._opening = LatestWins(self)
        self._opening.done.connect(self._loaded)
        self._opening.failed.connect(self._not_loaded)
        training.prepared.connect(self._opening.drop)
        training.begun.connect(self._adopt)
        training.moved.connect(self._follow_run)
        training.control.snapshot.connect(self.set_predictor)
        training.ended.connect(self._training_ended)

    @property
    def identity(self) -> str:
        """See ModelOrigin."""
        return self.origin.identity if self.origin is not None else NOTHING

    @property
    def opening(self) -> bool:
        """Whether one is being loaded."""
        return self._opening.busy

    def open_run(self, path: Path) -> None:
        """Makes a run's last model the open one, in the background; the messages say where it cannot."""
        self._open(load_run, path)

    def open_file(self, path: Path) -> None:
        """Like `open_run`, for a single model file."""
        self._open(load_file, path)

    def close(self) -> None:
        self._opening.close()

    # Its state

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

    # Another one

    def _open(self, load: "Callable[[Path], tuple[ModelOrigin, Predictor]]", path: Path) -> None:
        if self._training.under_way:
            self._messages.must_wait.raise_it(
                "The model in training is the current one; stop training before you open another."
            )
        else:
            self._opening.request(load, Path(path))

    def _loaded(self, result: "tuple[ModelOrigin, Predictor]") -> None:
        self._cannot_open.settle()
        self._adopt(*result)

    def _not_loaded(self, error: Exception) -> None:
        self._cannot_open.raise_it(explain(error))
        self._data.load_default()

    def _adopt(self, origin: ModelOrigin, predictor: "Predictor", data: "Dataset | None" = None) -> None:
        """Makes a model the open one, with its run, and with its data, which may be loaded already."""
        another = not origin.is_same(self.origin)
        self._deleted_run = None
        self.origin, self.run, self.predictor = origin, origin.run, self.with_label(predictor)
        if another:
            self.opened.emit()
        if another or data is not None:
            self._data.bring(origin, data)
        self.run_changed.emit(origin.run)
        self.predictor_changed.emit(self.predictor)
        self._data.load_default()

    # Its run

    def set_run(self, run: "RunFolder | None") -> None:
        self.run = run
        self.run_changed.emit(run)

    def run_moved(self, source: Path, target: Path) -> None:
        """A run has another folder now; the open one follows it. While it is deleted only its model stays."""
        deleted = target.parent.name == TRASH
        if self.run is not None and self.run.path == source:
            self._deleted_run = target if deleted else None
            self._follow_run(None if deleted else self.run.at(target))
        elif self.origin is not None and self.origin.run is not None and source == self._deleted_run:
            self._follow_run(self.origin.run.at(target))

    def _follow_run(self, run: "RunFolder | None") -> None:
        if run is not None and self.origin is not None:
            self.origin = self.origin.moved(run)
        self.set_run(run)
        if run is not None and self.predictor is not None and self.predictor.name != run.name:
            self.set_predictor(self.predictor.named(run.name))

    def _training_ended(self, outcome: TrainingOutcome) -> None:
        if outcome.metrics is not None and self.origin is not None:
            self.origin = replace(self.origin, metrics=outcome.metrics)
