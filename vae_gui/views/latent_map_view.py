"""The second view: a plane of latent space as one continuous picture that follows the training."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QShowEvent, QUndoStack
from PySide6.QtWidgets import QComboBox, QFileDialog, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from vae_gui.errors import explain
from vae_gui.file_dialogs import ask_model
from vae_gui.views.class_selector import ClassSelector
from vae_gui.views.latent_map import empty_state
from vae_gui.views.latent_map.actions import map_actions, play_actions
from vae_gui.views.latent_map.controls import tool_button
from vae_gui.views.latent_map.dropped_images import DroppedImages, acceptable
from vae_gui.views.latent_map.empty_state import EmptyState
from vae_gui.views.latent_map.export_menu import ExportMenu
from vae_gui.views.latent_map.map_model import MapModel
from vae_gui.views.latent_map.page import map_page
from vae_gui.views.latent_map.path_panel import PathPanel
from vae_gui.views.latent_map.paths import Paths
from vae_gui.views.latent_map.pins import Pins
from vae_gui.views.latent_map.plane_bar import PlaneBar
from vae_gui.views.latent_map.plane_choice import PlaneChoice
from vae_gui.views.latent_map.probe import Probe
from vae_gui.views.latent_map.side_panel import SidePanel
from vae_gui.views.latent_map.timeline import SnapshotLibrary, Timeline, refresh_timer
from vae_gui.views.model_chooser import PROMPT, ModelChooser
from vae_gui.widgets import map_keys
from vae_gui.widgets.greyscale import to_qimage
from vae_gui.widgets.map_canvas import MapCanvas
from vae_gui.workspace import Workspace
from vae_gui.z_text import clipboard_text

if TYPE_CHECKING:
    from vae_models.predictor import Predictor
    from vae_models.snapshots import Snapshot

_REST_MS = 500
# Between two pictures of a model that trains: oftener costs a quick trainer more than a tenth of its speed.
FOLLOW_MS = 400


class LatentMapView(QWidget):
    """Lays the parts out and connects them to the workspace. While it is hidden it lets the model pass by."""

    keyboard_help = map_keys.HELP

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = "Latent map"
        self.workspace = workspace
        self.undo_stack = QUndoStack(self)
        self.canvas = MapCanvas()
        self.chooser = _chooser(workspace)
        self.class_selector = ClassSelector(workspace)
        self.empty = EmptyState(_chooser(workspace))
        self.plane_bar = PlaneBar()
        self.side = SidePanel(self.canvas.scene.layers)
        self.path_panel = PathPanel()
        self.timeline = Timeline()
        self.library = SnapshotLibrary(self)
        self.model = MapModel(self.canvas, self)
        self.probe = Probe(self.model, self.side.detail, self)
        self.pins = Pins(workspace, self.model, self.probe, self.side.pins, self.undo_stack, self)
        self.paths = Paths(self.model, self.probe, self.path_panel, self.undo_stack, self)
        self.dropped = DroppedImages(self)
        self.export = ExportMenu(self.model, self.path_panel, self.pins, self.timeline, self.library, self)
        self._stale = True
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._refresh_soon = refresh_timer(self)
        self._follow_soon = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._actions = [*map_actions(self), *play_actions(self), *self.export.entries]
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect_parts()
        self._connect_workspace()
        self._say_what_is_missing()

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def close_view(self) -> None:
        """Stops all work in the background."""
        self.export.close_job()
        for part in (self.pins, self.paths, self.probe, self.dropped, self.library, self.model):
            part.close()

    def _lay_out(self) -> None:
        export = tool_button("Export", "Write pictures, animations and tables")
        export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        export.setMenu(self.export)
        self.plane_bar.add_right(self.class_selector, self.chooser, export)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(map_page(self.plane_bar, (self.canvas, self.path_panel, self.timeline), self.side))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages, 1)

    def _connect_parts(self) -> None:
        self.plane_bar.choice_changed.connect(self._choose_plane)
        self.plane_bar.through_wanted.connect(self._plane_through_pins)
        self.plane_bar.spacing_changed.connect(self.model.set_quantile)
        self.plane_bar.grid_changed.connect(self.model.set_grid)
        self.plane_bar.fit_wanted.connect(self.canvas.hand.fit)
        self.model.size_changed.connect(self._size_changed)
        self.model.grid_changed.connect(self._show_grid)
        self.probe.subject_changed.connect(self._subject_changed)
        self.side.layers.changed.connect(self.canvas.set_layers)
        self.canvas.layers_changed.connect(self.side.layers.set_layers)
        self.side.legend.hidden_changed.connect(self.canvas.set_hidden_classes)
        self.side.detail.copy_wanted.connect(self.copy_image)
        self.side.detail.lab_wanted.connect(self.send_to_lab)
        self.side.pins.interpolation_wanted.connect(self._interpolate)
        self.side.pins.plane_wanted.connect(self._plane_through)
        self.timeline.snapshot_wanted.connect(self.library.load)
        self.timeline.live_wanted.connect(self._follow)
        self.library.listed.connect(self.timeline.set_snapshots)
        self.library.loaded.connect(self._show_snapshot)
        self.dropped.arrived.connect(self.probe.choose)
        self._rest.timeout.connect(lambda: self.model.encoder.set_live(self.workspace.training and self.timeline.live))
        self._refresh_soon.timeout.connect(self.library.refresh)
        self._follow_soon.timeout.connect(self._catch_up)
        for part in (self.model, self.probe, self.pins, self.paths, self.dropped):
            part.failed.connect(self.workspace.status)
        self.export.told.connect(self.workspace.status)
        self.library.failed.connect(self._snapshot_failed)
        self.empty.training_wanted.connect(lambda: self.workspace.view_requested.emit("train"))
        self.empty.run_wanted.connect(self._open_run)
        self.empty.model_wanted.connect(self._open_model)

    def _connect_workspace(self) -> None:
        workspace = self.workspace
        workspace.models_ready.connect(self._say_what_is_missing)
        workspace.models_failed.connect(lambda sentence: self.empty.say(sentence, can_act=False))
        workspace.predictor_changed.connect(self._predictor_changed)
        workspace.dataset_changed.connect(self._dataset_changed)
        workspace.current_run_changed.connect(self._run_changed)
        workspace.training_events.connect(self._training_went_on)
        workspace.training_ended.connect(self._training_ended)
        workspace.map_image_requested.connect(self._show_image)
        if workspace.dataset is not None:
            self._dataset_changed(workspace.dataset)
        if workspace.current_run is not None:
            self._run_changed(workspace.current_run)
        if workspace.predictor is not None:
            self._predictor_changed(workspace.predictor)

    # The model

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._follow()
        self.canvas.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self.path_panel.player.stop()
        self.timeline.player.stop()
        super().hideEvent(event)

    def _predictor_changed(self, predictor: "Predictor | None") -> None:
        self._stale = True
        if self.isVisible() and (self.timeline.live or predictor is None):
            if not (self.workspace.training and self._follow_soon.isActive()):
                self._follow()
        elif predictor is None or self.model.predictor is None:
            self._say_what_is_missing()

    def _follow(self) -> None:
        """Shows the workspace's model as it is now."""
        self._stale = False
        self._follow_soon.start()
        predictor = self.workspace.predictor
        usable = predictor if predictor is not None and predictor.has_latent else None
        self.model.show_predictor(usable, live=self.workspace.training)
        self._say_what_is_missing()

    def _catch_up(self) -> None:
        """Shows what came too soon after the last picture."""
        if self._stale and self.isVisible() and self.timeline.live:
            self._follow()

    def _show_snapshot(self, snapshot: "Snapshot", predictor: "Predictor") -> None:
        if self.timeline.chosen == snapshot:
            self.model.show_predictor(self.workspace.with_label(predictor), live=True)
            self._rest.start()

    def _snapshot_failed(self, error: Exception) -> None:
        self.workspace.status.emit(explain(error))
        self.timeline.player.stop()
        self.library.refresh()

    def _say_what_is_missing(self) -> None:
        predictor = self.workspace.predictor
        if predictor is not None and not predictor.has_latent:
            self.empty.say(empty_state.NO_LATENT.format(name=predictor.name))
        elif self.workspace.models_loaded:
            self.empty.say(empty_state.NO_MODEL)
        else:
            self.empty.say(empty_state.LOADING, can_act=False)
        self._pages.setCurrentIndex(1 if predictor is not None and predictor.has_latent else 0)

    def _dataset_changed(self, dataset: object) -> None:
        self.model.set_dataset(dataset)  # type: ignore[arg-type]
        table = self.model.table
        self.side.legend.set_classes(table.class_names if table is not None and table.has_labels else ())

    def _run_changed(self, run: object) -> None:
        self.library.set_run(run)  # type: ignore[arg-type]

    def _training_went_on(self) -> None:
        if not self._refresh_soon.isActive():
            self._refresh_soon.start()

    def _training_ended(self) -> None:
        self._catch_up()
        self.library.refresh()
        self._rest.start()

    def _size_changed(self) -> None:
        predictor = self.model.predictor
        if predictor is not None:
            self.plane_bar.set_choice(self.model.choice)
            self.plane_bar.set_model(predictor.latent_dim, variational=predictor.is_variational)

    def _show_grid(self) -> None:
        self.plane_bar.set_grid(self.canvas.scene.count, self.canvas.scene.reach)

    # The plane

    def _choose_plane(self, choice: PlaneChoice) -> None:
        self.model.set_choice(choice)
        self.plane_bar.set_choice(self.model.choice)

    def _plane_through_pins(self) -> None:
        usable = [index for index in range(len(self.pins.pins)) if self.pins.usable([index])]
        chosen = self.side.pins.selected
        self._plane_through(chosen if len(chosen) == 3 else usable[-3:])

    def _plane_through(self, indices: list[int]) -> None:
        pins = self.pins.usable(indices)
        if len(pins) == 3:
            choice = PlaneChoice("through", codes=tuple(pin.z for pin in pins), names=tuple(pin.name for pin in pins))
            self._choose_plane(choice)
        else:
            self.workspace.status.emit("Pin three images or points first: the plane goes through them.")
            self.plane_bar.set_choice(self.model.choice)

    def _interpolate(self, indices: list[int], steps: int, spherical: bool) -> None:
        pins = self.pins.usable(indices)
        if len(pins) == 2:
            self.paths.interpolate(pins[0].z, pins[1].z, steps, spherical=spherical)

    def _subject_changed(self) -> None:
        subject = self.probe.subject
        z = subject.z if subject is not None else None
        fits = z is not None and len(z) == self.model.plane.latent_dim
        self.plane_bar.set_code(subject.title or "the point" if subject is not None else "", z if fits else None)

    # What leaves and what arrives

    def copy_image(self) -> None:
        image = self.side.detail.decoded.image
        if image is not None:
            QGuiApplication.clipboard().setImage(to_qimage(image))

    def copy_code(self) -> None:
        subject = self.probe.subject
        if subject is not None and subject.z is not None:
            QGuiApplication.clipboard().setText(clipboard_text(subject.z))

    def paste_image(self) -> None:
        if self.model.predictor is not None:
            self.dropped.take(QGuiApplication.clipboard().mimeData(), self.model.predictor)

    def pin_chosen(self) -> None:
        if self.probe.subject is not None:
            self.pins.pin(self.probe.subject)

    def type_point(self) -> None:
        self.side.ensureWidgetVisible(self.side.detail.entry)
        self.side.detail.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.side.detail.entry.selectAll()

    def send_to_lab(self) -> None:
        subject = self.probe.subject
        if subject is not None and subject.z is not None:
            self.workspace.lab_point_requested.emit(subject.z.astype("float32"))
            self.workspace.view_requested.emit("lab")

    def _show_image(self, image: object) -> None:
        if self._stale:
            self._follow()
        if self.model.predictor is not None:
            self.dropped.show(image, self.model.predictor)  # type: ignore[arg-type]

    def accept_image(self, path: Path) -> bool:
        """Encodes an image file and shows it as a point; False where there is no model to do it with."""
        if self.model.predictor is None:
            return False
        self.dropped.read(path, self.model.predictor)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.model.predictor is not None and acceptable(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.model.predictor is not None:
            self.dropped.take(event.mimeData(), self.model.predictor)
            event.acceptProposedAction()

    def _open_run(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Open a run", str(self.workspace.runs_dir))
        if chosen:
            self.workspace.open_run(Path(chosen))

    def _open_model(self) -> None:
        path = ask_model(self, self.workspace.settings)
        if path is not None:
            self.workspace.open_model(path)


def _chooser(workspace: Workspace) -> ModelChooser:
    """As narrow as its prompt: names of runs may be long."""
    chooser = ModelChooser(workspace)
    chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    chooser.setMinimumContentsLength(len(PROMPT) - 4)  # it counts in the widest of signs
    return chooser
