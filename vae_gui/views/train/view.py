"""The Train view: recipe and data on the left, what one sees in the middle, hints and past runs on the right."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.views.shared.splitter_state import restore_splitter
from vae_gui.views.train.actions import TRAIN
from vae_gui.views.train.columns import ThreeColumns
from vae_gui.views.train.curve_export import CurveExports
from vae_gui.views.train.data_panel import DataPanel
from vae_gui.views.train.hints_panel import HintsPanel
from vae_gui.views.train.observed_run import ObservedRun
from vae_gui.views.train.recipe.form import RecipeForm
from vae_gui.views.train.recipe.undo import RecipeEdits
from vae_gui.views.train.resume_offer import ResumeOffer
from vae_gui.views.train.runs.continue_dialog import ContinueDialog
from vae_gui.views.train.runs.panel import RunsPanel
from vae_gui.views.train.slower_restart import SlowerRestart
from vae_gui.views.train.start_stop import StartStop
from vae_gui.views.view import View
from vae_gui.widgets.layout.overlay_page import OverlayPage
from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import NO_IMAGES
from vae_gui.workspace.settings import TRAINING_SPLITTERS
from vae_gui.workspace.training_thread import TrainingOutcome
from vae_gui.workspace.workspace import Workspace
from vae_models.recipe.named import Recipe
from vae_models.training.events import Event, StepsDone

if TYPE_CHECKING:
    from vae_gui.views.train.run_display import RunDisplay
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.epochs import EpochDone
    from vae_models.runs.folder import RunFolder


class TrainingView(View):
    """Chooses, starts and watches a training."""

    title = "Train"
    shows_training = True
    entries = TRAIN

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.form = RecipeForm()
        self._edits = RecipeEdits(self.form, self.undo_stack)
        self.data = DataPanel(workspace)
        self.controls = StartStop()
        self.hints = HintsPanel()
        self.runs = RunsPanel(workspace, self.undo_stack)
        self.offer = ResumeOffer(workspace)
        self.live: RunDisplay | None = None
        self._observed: ObservedRun | None = None
        self._slower = SlowerRestart(workspace, self._start_recipe)
        self.exports = CurveExports(self, lambda: None if self.live is None else self.live.plot, workspace.messages.say)
        self._batch_asked: int | None = None  # of the training under way; a run's own fits its images
        sections: dict[str, QWidget] = {"Data": self.data, "Recipe": self.form}
        self.columns = ThreeColumns(self.controls, sections, self.hints, self.runs)
        layout = QVBoxLayout(self)
        layout.addWidget(OverlayPage(self.columns, self.offer))  # it comes and goes without moving the columns
        self._connect()
        self._restore("columns", self.columns)
        self._show_data(workspace.data.dataset)
        if workspace.models_loaded:
            self._build_live()

    def _connect(self) -> None:
        workspace, controls = self.workspace, self.controls
        self.form.recipe_changed.connect(self._update_start)
        self.form.live_value.connect(self._set_live_value)
        controls.start_requested.connect(self.start)
        controls.pause_requested.connect(workspace.training.control.pause)
        controls.resume_requested.connect(workspace.training.control.resume)
        controls.stop_requested.connect(workspace.training.control.stop)
        self.offer.accepted.connect(self._resume)
        self.hints.action_requested.connect(self._act_on_hint)
        self.runs.overlay_changed.connect(self._show_overlays)
        self.runs.resume_requested.connect(self._resume)
        self.runs.continue_requested.connect(self._ask_to_continue)
        self.runs.export_requested.connect(self.exports.export_run)
        workspace.models_ready.connect(self._build_live)
        workspace.data.changed.connect(self._show_data)
        workspace.model.opened.connect(self._another_model)
        workspace.model.predictor_changed.connect(self._show_predictor)
        workspace.model.run_changed.connect(self._show_run)
        workspace.requests.training_wanted.connect(self.start)
        workspace.training.prepared.connect(self._prepared)
        workspace.training.started.connect(self._started)
        workspace.training.events.connect(self._add_events)
        workspace.training.paused.connect(self._paused)
        workspace.training.ended.connect(self._ended)

    # Building what needs torch and pyqtgraph

    def _build_live(self) -> None:
        if self.live is not None:
            return
        from vae_gui.views.train.run_display import RunDisplay

        self.live = RunDisplay()
        self.live.plot.failed.connect(self.workspace.messages.say)
        self.live.dimension_chosen.connect(self.workspace.requests.show_dimension)
        self.live.code_chosen.connect(self.workspace.requests.show_code)
        self.live.failed.connect(lambda error: self.workspace.messages.say(explain(error)))
        self.columns.set_centre(self.live)
        self._restore("vertical", self.live.splitter)
        self._restore("lower", self.live.row)
        self._show_data(self.workspace.data.dataset)
        self._show_predictor(self.workspace.model.predictor)
        self._show_run(self.workspace.model.run)
        self.offer.look()
        self._update_start()

    def _restore(self, name: str, splitter: QSplitter) -> None:
        restore_splitter(splitter, self.workspace.settings, TRAINING_SPLITTERS.format(name))

    # Starting and changing

    def start(self) -> None:
        """Trains the recipe as it stands in the form."""
        recipe = self.form.recipe
        if recipe is None:
            self.workspace.messages.say("The recipe has an invalid value; fix the highlighted one in the Train view.")
        elif not self.workspace.training.under_way:
            self.offer.forget()
            self._batch_asked = recipe.batch_size
            self.workspace.training.start(recipe, self.form.device_name)

    def _resume(self, path: Path, epochs: int | None = None) -> None:
        self.offer.forget()
        self._batch_asked = None
        self.workspace.training.resume(path, epochs=epochs, device=self.form.device_name)

    def _ask_to_continue(self, path: Path, epochs: int) -> None:
        """Of a finished run: how many epochs in all?"""
        dialog = ContinueDialog(path, epochs, self)
        dialog.chosen.connect(self._resume)
        dialog.open()

    def _update_start(self, *_: object) -> None:
        if self.workspace.data.dataset is None:
            self.controls.set_can_start(False, NO_IMAGES)
        elif self.form.recipe is None:
            self.controls.set_can_start(False, "Fix the highlighted value first")
        else:
            self.controls.set_can_start(True)

    def _set_live_value(self, name: str, value: float) -> None:
        control = self.workspace.training.control
        {"beta": control.set_beta, "learning_rate": control.set_learning_rate}[name](value)

    def _act_on_hint(self, action: str) -> None:
        run = self._observed
        if run is None:
            return
        if action == "train_on" and not self.workspace.training.under_way:
            self._ask_to_continue(run.path, run.recipe.epochs)
        elif action == "restart_slower":
            self._slower.ask(run.recipe)

    def _start_recipe(self, recipe: Recipe) -> None:
        self.form.show_recipe(recipe)
        self.start()

    # Following the training

    def _prepared(self) -> None:
        self._edits.forget()
        self.form.set_running(True)
        self.controls.set_running(True, "Preparing…")

    def _started(self, run: "RunFolder") -> None:
        self.form.show_recipe(self._observed.recipe if self._observed is not None else run.recipe)

    def _another_model(self) -> None:
        """Nothing here speaks of the former one any more; the recipe is that of the one that was opened."""
        self._observed = None
        self._edits.forget()
        self._show_hints()
        if not self.workspace.training.under_way:
            self.controls.reset()
        if self.live is not None:
            self.live.forget()
        if self.workspace.model.predictor is not None:
            self.form.show_recipe(self.workspace.model.predictor.recipe)

    def _show_run(self, run: "RunFolder | None") -> None:
        """The curves of the run that is current now, from its table; a live one goes on from there."""
        if self.live is None:
            return
        self._show_name()
        if run is None:
            self._observed = None
            self._show_hints()
            self.live.plot.clear()
            return
        model, training = self.workspace.model.origin, self.workspace.training.under_way
        metrics = model.metrics if model is not None else ()
        if self._observed is not None and self._observed.is_same(run, metrics, training):
            self._observed.path = run.path  # it has another name at most; the curves of its single steps stay
            self.live.plot.live.name = run.name
            return
        self._observed = ObservedRun.of(run, metrics, training)
        self._show_hints()
        if training and self.workspace.data.dataset is not None:
            images = len(self.workspace.data.dataset.train.images)
            self.live.start_run(run, -(-images // run.recipe.batch_size), metrics)
        else:
            self.live.show_past(run, metrics)

    def _show_hints(self) -> None:
        run = self._observed
        self.hints.set_hints([] if run is None else run.hints(), curves=run is not None and bool(run.history))

    def _add_events(self, events: list[Event]) -> None:
        if self.live is not None:
            self.live.add_events(events)
        if self._observed is not None and self._observed.follow(events):
            self._show_hints()
        steps = [event for event in events if isinstance(event, StepsDone)]
        if steps and self.isVisible():
            self.controls.show_progress(steps[-1])

    def _paused(self, paused: bool) -> None:
        self.controls.set_paused(paused)
        if paused:
            self._show_whole_model()

    def _ended(self, outcome: TrainingOutcome) -> None:
        from vae_models.errors import DivergenceError

        self.form.set_running(False)
        self.controls.show_end(outcome.kind)
        if self._observed is not None and self._observed.stage == "running":
            diverged = isinstance(outcome.error, DivergenceError)
            self._observed.stage = "diverged" if diverged else "finished" if outcome.kind == "succeeded" else "stopped"
            self._show_hints()
        if self._batch_asked is not None:
            self.form.ask_batch(self._batch_asked)
            self._batch_asked = None
        self._show_whole_model()
        self._update_start()
        self._slower.go_on()

    def _show_predictor(self, predictor: "Predictor | None") -> None:
        if self.live is not None:
            self._show_name()
            self.live.set_predictor(predictor, live=self.workspace.training.under_way)

    def _show_name(self) -> None:
        run, predictor = self.workspace.model.run, self.workspace.model.predictor
        without = "" if predictor is None else f"{predictor.name} (without its run, so there are no curves)"
        if self.live is not None:
            self.live.show_name(run.name if run is not None else without)

    def _show_whole_model(self) -> None:
        """Strip and samples of the same weights, where live they took turns."""
        if self.live is not None:
            self.live.set_predictor(self.workspace.model.predictor)

    def _show_data(self, dataset: "Dataset | None") -> None:
        if self.live is not None:
            self.live.set_dataset(dataset)
        if dataset is not None:
            height, width = dataset.train.images.shape[2:]
            self.form.set_images((height, width), len(dataset.class_names))
        self._update_start()

    def _show_overlays(self, rows: "list[tuple[RunFolder, list[EpochDone]]]") -> None:
        if self.live is not None:
            self.live.set_overlays(rows)

    # Closing

    def shut_down(self) -> None:
        settings = self.workspace.settings
        settings.setValue(TRAINING_SPLITTERS.format("columns"), self.columns.state_to_keep)
        if self.live is not None:
            self.live.shut_down()
        if self.live is not None and not theme.projected():
            settings.setValue(TRAINING_SPLITTERS.format("vertical"), self.live.splitter.saveState())
            settings.setValue(TRAINING_SPLITTERS.format("lower"), self.live.row.saveState())
        self.offer.shut_down()
        self.runs.shut_down()
