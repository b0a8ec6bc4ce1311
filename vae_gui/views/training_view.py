"""The Train view: recipe and data on the left, what one sees in the middle, hints and past runs on the right."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from vae_gui.theme import spacing
from vae_gui.training_thread import TrainingOutcome
from vae_gui.views.training.controls import Controls
from vae_gui.views.training.data_panel import DataPanel
from vae_gui.views.training.hints_panel import HintsPanel
from vae_gui.views.training.recipe_form import RecipeForm
from vae_gui.views.training.resume_offer import ResumeOffer
from vae_gui.views.training.run_commands import empty_trash
from vae_gui.views.training.runs_panel import RunsPanel
from vae_gui.workspace import Workspace
from vae_models.hints import TrainingState, hints
from vae_models.recipes import Recipe
from vae_models.training_events import EpochDone, Event, StepsDone, ValueChanged

if TYPE_CHECKING:
    from vae_gui.views.training.live_panel import LivePanel
    from vae_models.data import Dataset
    from vae_models.predictor import Predictor
    from vae_models.runs import EpochMetrics, RunFolder


class TrainingView(QWidget):
    """Chooses, starts and watches a training."""

    title = "Train"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.undo_stack = QUndoStack(self)
        self.form = RecipeForm()
        self.data = DataPanel(workspace)
        self.controls = Controls()
        self.hints = HintsPanel()
        self.runs = RunsPanel(workspace, self.undo_stack)
        self.live: LivePanel | None = None
        self._history: list[EpochDone] = []
        self._recipe: Recipe | None = None
        self._failed = self._finished = False
        self._lay_out()
        self._connect()
        self._update_start()
        if workspace.models_loaded:
            self._build_live()

    # Layout

    def _lay_out(self) -> None:
        self._placeholder = QLabel("Loading the models…")
        self._placeholder.setProperty("quiet", True)
        self._placeholder.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.centre = QWidget()
        centre = QVBoxLayout(self.centre)
        centre.setContentsMargins(0, 0, 0, 0)
        self.offer = ResumeOffer(self.workspace)
        centre.addWidget(self.offer)
        centre.addWidget(self._placeholder, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._make_left())
        self.splitter.addWidget(self.centre)
        self.splitter.addWidget(self._make_right())
        for index, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(index, stretch)
        self.splitter.setHandleWidth(spacing(1.5))
        self.splitter.setSizes([spacing(34), spacing(90), spacing(28)])
        layout = QHBoxLayout(self)
        layout.addWidget(self.splitter)
        state = self.workspace.settings.value("training/splitter")
        if isinstance(state, QByteArray):
            self.splitter.restoreState(state)

    def _make_left(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, spacing(1), 0)
        column.addWidget(_heading("Data"))
        column.addWidget(self.data)
        column.addSpacing(spacing(1))
        column.addWidget(_heading("Recipe"))
        column.addWidget(self.form)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        left = QWidget()
        bar = scroll.verticalScrollBar().sizeHint().width()
        left.setMinimumWidth(max(spacing(34), inner.minimumSizeHint().width() + bar))
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.controls)
        layout.addWidget(scroll, 1)
        return left

    def _make_right(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.hints)
        right = QWidget()
        right.setMinimumWidth(spacing(24))
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_heading("What you see"))
        layout.addWidget(scroll, 1)
        layout.addWidget(_heading("Past runs"))
        layout.addWidget(self.runs, 1)
        return right

    def _connect(self) -> None:
        workspace, controls = self.workspace, self.controls
        self.form.recipe_changed.connect(self._update_start)
        self.form.live_value.connect(self._set_live_value)
        controls.start_requested.connect(self.start)
        controls.pause_requested.connect(workspace.pause_training)
        controls.resume_requested.connect(workspace.resume_paused)
        controls.stop_requested.connect(workspace.stop_training)
        self.offer.accepted.connect(self._resume)
        self.hints.action_requested.connect(self._act_on_hint)
        self.runs.overlay_changed.connect(self._show_overlays)
        self.runs.resume_requested.connect(self._resume)
        self.runs.export_requested.connect(self._export_run)
        workspace.models_ready.connect(self._build_live)
        workspace.dataset_changed.connect(self._show_data)
        workspace.predictor_changed.connect(self._show_predictor)
        workspace.current_run_changed.connect(self._show_run)
        workspace.training_started.connect(self._started)
        workspace.training_events.connect(self._add_events)
        workspace.training_paused.connect(controls.set_paused)
        workspace.training_ended.connect(self._ended)

    # Building what needs torch and pyqtgraph

    def _build_live(self) -> None:
        if self.live is not None:
            return
        from vae_gui.views.training.live_panel import LivePanel

        self.live = LivePanel()
        self.live.plot.failed.connect(self.workspace.status)
        layout = self.centre.layout()
        assert layout is not None
        layout.replaceWidget(self._placeholder, self.live)
        self._placeholder.hide()
        for name, splitter in (("vertical", self.live.splitter), ("lower", self.live.row)):
            state = self.workspace.settings.value(f"training/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        if self.workspace.dataset is not None:
            self._show_data(self.workspace.dataset)
        self._show_predictor(self.workspace.predictor)
        self.offer.look()
        self._update_start()

    # Starting and changing

    def start(self) -> None:
        """Trains the recipe as it stands in the form."""
        recipe = self.form.recipe
        if recipe is not None and not self.workspace.training:
            self.offer.forget()
            self.workspace.start_training(recipe, self.form.device_name)

    def _resume(self, path: Path) -> None:
        self.offer.forget()
        self.workspace.resume_training(path, device=self.form.device_name)

    def _update_start(self, *_: object) -> None:
        if self.workspace.dataset is None:
            self.controls.set_can_start(False, "The data is still being loaded")
        elif self.form.recipe is None:
            self.controls.set_can_start(False, "Mend the value that is marked first")
        else:
            self.controls.set_can_start(True)

    def _set_live_value(self, name: str, value: float) -> None:
        if name == "beta":
            self.workspace.set_beta(value)
        else:
            self.workspace.set_learning_rate(value)

    def _act_on_hint(self, action: str) -> None:
        if action != "restart_slower" or self._recipe is None:
            return
        self.form.show_recipe(self._recipe.replace(learning_rate=self._recipe.learning_rate / 10))
        if self.workspace.training:
            self.workspace.stop_training()
        else:
            self.start()

    # Following the training

    def _started(self, run: "RunFolder") -> None:
        self._recipe = run.recipe
        self._history = []
        self._failed = self._finished = False
        self.form.show_recipe(run.recipe)
        self.form.set_running(True)
        self.controls.set_running(True)
        self._show_hints()

    def _show_run(self, run: "RunFolder | None") -> None:
        """The curves of the run that is current now, from its table; a live one goes on from there."""
        if run is None or self.live is None:
            return
        history = _metrics(run)
        if self.workspace.training and self.workspace.dataset is not None:
            images = len(self.workspace.dataset.train.images)
            per_epoch = history[0].steps / history[0].epoch if history else -(-images // run.recipe.batch_size)
            self.live.start_run(run, per_epoch, history)
        else:
            self.live.show_past(run, history)

    def _add_events(self, events: list[Event]) -> None:
        if self.live is not None:
            self.live.add_events(events)
        for event in events:
            if isinstance(event, StepsDone) and self.isVisible():
                self.controls.show_progress(event)
            elif isinstance(event, EpochDone):
                self._history.append(event)
                self._show_hints()
            elif isinstance(event, ValueChanged) and self._recipe is not None:
                self._recipe = self._recipe.replace(**{event.name: event.value})

    def _ended(self, outcome: TrainingOutcome) -> None:
        self._failed, self._finished = outcome.kind == "failed", outcome.kind == "succeeded"
        words = {
            "succeeded": "Done.",
            "stopped": "Stopped and saved; resume it from the list.",
            "failed": "Stopped by a fault.",
        }
        self.form.set_running(False)
        self.controls.set_running(False, words[outcome.kind])
        if outcome.error is not None and "stopped being a number" not in str(outcome.error):
            self._failed = False
        self._show_hints()
        self._update_start()

    def _show_hints(self) -> None:
        if self._recipe is not None:
            self.hints.set_hints(hints(TrainingState(self._recipe, self._history, self._failed, self._finished)))

    def _show_predictor(self, predictor: "Predictor | None") -> None:
        if self.live is not None:
            self.live.set_predictor(predictor, live=self.workspace.training)

    def _show_data(self, dataset: "Dataset") -> None:
        self.form.set_image_count(len(dataset.train.images))
        if self.live is not None:
            self.live.set_images(dataset.val.images[:, 0].numpy())
        self._update_start()

    def _show_overlays(self, rows: "list[tuple[RunFolder, list[EpochMetrics]]]") -> None:
        if self.live is not None:
            self.live.set_overlays(rows)

    # Menu, export, closing

    def menu_actions(self) -> list[QAction]:
        entries = (
            ("Start", self.controls.start_button.click),
            ("Pause or resume", self.controls.pause_button.click),
            ("Stop", self.controls.stop_button.click),
            ("Export curves as CSV…", self._export_csv),
            ("Export curves as PNG…", self._export_png),
        )
        actions = []
        for text, slot in entries:
            action = QAction(text, self)
            action.triggered.connect(slot)
            actions.append(action)
        return actions

    def _export_csv(self) -> None:
        path = self._ask_path("curves.csv", "Table (*.csv)")
        if path is not None and self.live is not None:
            self.live.plot.export_csv(path)

    def _export_png(self) -> None:
        path = self._ask_path("curves.png", "Image (*.png)")
        if path is not None and self.live is not None:
            self.live.plot.export_png(path)

    def _ask_path(self, name: str, kinds: str) -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self, "Export curves", name, kinds)
        return Path(path) if path else None

    def _export_run(self, path: Path) -> None:
        target = self._ask_path(f"{path.name}.csv", "Table (*.csv)")
        if target is None:
            return
        try:
            target.write_bytes((path / "metrics.csv").read_bytes())
        except OSError as error:
            self.workspace.status.emit(f"{target} could not be written ({error.strerror}); choose another place.")

    def close_view(self) -> None:
        settings = self.workspace.settings
        settings.setValue("training/splitter", self.splitter.saveState())
        if self.live is not None:
            settings.setValue("training/vertical", self.live.splitter.saveState())
            settings.setValue("training/lower", self.live.row.saveState())
        self.runs.close_panel()
        empty_trash(self.workspace.runs_dir)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("heading", True)
    return label


def _metrics(run: "RunFolder") -> "list[EpochMetrics]":
    from vae_models.errors import RunError

    try:
        return run.metrics()
    except RunError:
        return []
