"""The status bar: model, data, device, and the progress of a training while the Train view is out of sight."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QStatusBar, QWidget

from vae_gui import theme
from vae_gui.widgets.basics.elided_label import ElidedLabel
from vae_gui.wording.numbers import clock
from vae_gui.wording.sentences import LOADING_MODELS
from vae_gui.workspace.workspace import Workspace
from vae_models.data.catalogue import title_of
from vae_models.training.events import StepsDone

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.training.events import Event


_WIDEST_UNITS = 50  # of one of its texts


class WindowStatus(QStatusBar):
    """Watches a workspace. The progress shows only while `set_training_in_sight(False)`."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._in_sight = True
        self._state = ""
        self.model = _label("Model", LOADING_MODELS)
        self.data = _label("Data set", "No data yet")
        self.device = _label("Device", "")
        self.progress_text = _label("Training", "")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Training progress")
        self.progress.setTextVisible(False)
        theme.scaled(self.progress, self.progress.setFixedWidth, 14)
        for left in (self.model, self.data, self.device):
            self.addWidget(left)
        for right in (self.progress_text, self.progress):
            self.addPermanentWidget(right)
        self.setSizeGripEnabled(False)
        self._connect()
        self._show_progress()

    def _connect(self) -> None:
        workspace = self._workspace
        workspace.models_ready.connect(self._ready)
        workspace.models_failed.connect(self._failed)
        workspace.data.loading.connect(self._loading)
        workspace.data.changed.connect(self._show_data)
        workspace.data.failed.connect(self._show_open_data)
        workspace.model.predictor_changed.connect(self._show_model)
        workspace.training.started.connect(self._training_started)
        workspace.training.events.connect(self._show_events)
        workspace.training.paused.connect(self._paused)
        workspace.training.ended.connect(self._training_ended)

    def set_training_in_sight(self, in_sight: bool) -> None:
        self._in_sight = in_sight
        self._show_progress()

    def _ready(self) -> None:
        from vae_models.training.devices import pick_device

        names = {"cpu": "CPU", "cuda": "GPU (CUDA)", "mps": "GPU (Metal)"}
        kind = pick_device("auto").type
        self.device.setText(names.get(kind, kind))
        self._show_model(self._workspace.model.predictor)

    def _failed(self) -> None:
        self.model.setText("The models could not be loaded")

    def _loading(self, source: str) -> None:
        self.data.setText(f"Loading {source.rpartition('/')[2]}…")

    def _show_open_data(self) -> None:
        self._show_data(self._workspace.data.dataset)

    def _show_data(self, dataset: "Dataset | None") -> None:
        if dataset is None:
            self.data.setText("No data yet")
            return
        title = title_of(dataset.name)
        train, val = len(dataset.train.images), len(dataset.val.images)
        self.data.setText(f"{title}: {train:,} training, {val:,} validation images")

    def _show_model(self, predictor: "Predictor | None") -> None:
        if predictor is None:
            self.model.setText("No model yet" if self._workspace.models_loaded else LOADING_MODELS)
            return
        state = self._state or ("not trained" if predictor.epoch == 0 else f"epoch {round(predictor.epoch, 1):g}")
        self.model.setText(f"{predictor.name or predictor.recipe.name} · {state}")

    def _training_started(self) -> None:
        self._state = "training"
        self.progress_text.setText("Training")
        self.progress.setRange(0, 0)
        self._show_progress()

    def _show_events(self, events: "list[Event]") -> None:
        done = [event for event in events if isinstance(event, StepsDone)]
        if not done:
            return
        last = done[-1]
        self.progress.setRange(0, last.total_steps)
        self.progress.setValue(last.step)
        self.progress_text.setText(f"Training, epoch {last.epoch} of {last.epochs}, {clock(last.seconds_left)} left")

    def _paused(self, paused: bool) -> None:
        self._state = "paused" if paused else "training"
        if paused:
            self.progress_text.setText("Training paused")
        self._show_model(self._workspace.model.predictor)

    def _training_ended(self) -> None:
        self._state = ""
        self._show_progress()
        self._show_model(self._workspace.model.predictor)

    def _show_progress(self) -> None:
        wanted = self._workspace.training.under_way and not self._in_sight
        self.progress.setVisible(wanted)
        self.progress_text.setVisible(wanted)


def _label(name: str, text: str) -> ElidedLabel:
    label = ElidedLabel(text, tip=name, most=_WIDEST_UNITS)
    label.setAccessibleName(name)
    return label
