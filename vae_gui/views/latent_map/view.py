"""The second view: a plane of latent space as one continuous picture that follows the training."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from vae_gui.views.latent_map.actions import MAP
from vae_gui.views.latent_map.controller import MapController
from vae_gui.views.latent_map.export import EXPORTS
from vae_gui.views.latent_map.export.export import Export, MapContents
from vae_gui.views.latent_map.export.menu import ExportMenu
from vae_gui.views.latent_map.following import Following
from vae_gui.views.latent_map.incoming_images import IncomingImages, acceptable
from vae_gui.views.latent_map.model.plane_choice import PlaneChoice
from vae_gui.views.latent_map.page import map_page
from vae_gui.views.latent_map.panels.path_panel import PathPanel
from vae_gui.views.latent_map.panels.plane_bar import PlaneBar
from vae_gui.views.latent_map.panels.side_column import SideColumn
from vae_gui.views.latent_map.paths import Paths
from vae_gui.views.latent_map.pins.pins import Pins
from vae_gui.views.latent_map.probe import Probe
from vae_gui.views.latent_map.timeline import Timeline
from vae_gui.views.shared.class_selector import ClassSelector
from vae_gui.views.shared.empty_state import EmptyState
from vae_gui.views.shared.model_chooser import ModelChooser
from vae_gui.views.view import View
from vae_gui.widgets.basics.controls import tool_button
from vae_gui.widgets.files.clipboard import clipboard_data
from vae_gui.widgets.map import keys as map_keys
from vae_gui.widgets.map.canvas import MapCanvas
from vae_gui.widgets.map.layers import LAYERS
from vae_gui.widgets.map.layers.layer import MapFacts, MapLayer
from vae_gui.widgets.pictures.greyscale import to_qimage
from vae_gui.wording.latent_text import clipboard_text
from vae_gui.workspace.workspace import Workspace

_STRIP_AND_PINS = (
    "Film strip: the left and right arrow keys, Home and End go through its frames. Pins: F2 renames, Delete deletes."
)

NO_MODEL = "There is no model yet. Train one and watch its latent space take shape here, or open one."
LOADING = "The models are loading; the map appears in a moment."
NO_LATENT = "{name} turns images into images and has no latent space to map. Train or open a variational autoencoder."


class LatentMapView(View):
    """Lays the parts out and connects them to the workspace. While it is hidden it lets the model pass by."""

    title = "Latent map"
    takes_images = True
    entries = MAP

    def __init__(
        self,
        workspace: Workspace,
        parent: QWidget | None = None,
        *,
        layers: Sequence[type[MapLayer]] = LAYERS,
        exports: Sequence[Export] = EXPORTS,
    ) -> None:
        super().__init__(parent)
        self.keyboard_help = f"{map_keys.help_text(len(layers))} {_STRIP_AND_PINS}"
        self.workspace = workspace
        self.canvas = MapCanvas(layers)
        self.chooser = ModelChooser(workspace)
        self.class_selector = ClassSelector(workspace)
        self.empty = EmptyState(workspace, self.title)
        self.plane_bar = PlaneBar()
        self.side = SideColumn(layers, self.canvas.scene.layers)
        self.path_panel = PathPanel()
        self.timeline = Timeline()
        self.controller = MapController(self.canvas, self)
        self._of_model = workspace.messages.complaints()
        self._refused = workspace.messages.complaint()
        self.following = Following(workspace, self.controller, self.timeline, self.isVisible, self)
        self.library = self.following.library
        self.probe = Probe(self.controller, self.side.detail, self)
        self.pins = Pins(workspace, self.controller, self.probe, self.side.pins, self.undo_stack, self)
        self.paths = Paths(self.controller, self.probe, self.path_panel, self.undo_stack, self)
        self.incoming = IncomingImages(self)
        contents = MapContents(self.controller, self.path_panel, self.pins, self.timeline, self.library)
        self.export = ExportMenu(contents, self, exports)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect_parts()
        self._connect_workspace()
        self._say_what_is_missing()

    def menu_actions(self) -> list[QAction]:
        return [*super().menu_actions(), *self.export.menu_actions()]

    def shut_down(self) -> None:
        """Stops all work in the background."""
        self.export.shut_down()
        for part in (self.pins, self.paths, self.probe, self.incoming, self.library, self.controller):
            part.close()

    def _lay_out(self) -> None:
        export = tool_button("Export", "Save images, animations and tables")
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
        self.plane_bar.most_used = self.controller.most_used
        self.plane_bar.choice_changed.connect(self._choose_plane)
        self.plane_bar.through_wanted.connect(self._plane_through_pins)
        self.plane_bar.spacing_changed.connect(self.controller.set_quantile)
        self.plane_bar.grid_changed.connect(self.controller.set_grid)
        self.plane_bar.fit_wanted.connect(self.fit)
        self.controller.size_changed.connect(self._size_changed)
        self.controller.grid_changed.connect(self._show_grid)
        self.probe.selection_changed.connect(self._selection_changed)
        self.side.layers.changed.connect(self.canvas.set_layers)
        self.canvas.layers_changed.connect(self.side.layers.set_layers)
        self.side.legend.hidden_changed.connect(self.canvas.set_hidden_classes)
        self.side.detail.copy_wanted.connect(self.copy_image)
        self.side.detail.lab_wanted.connect(self.send_to_lab)
        self.side.pins.interpolation_wanted.connect(self._interpolate)
        self.side.pins.plane_wanted.connect(self._plane_through)
        self.following.followed.connect(self._say_what_is_missing)
        self.incoming.arrived.connect(self.probe.choose)
        self.controller.failed.connect(self._of_model.add)
        self.incoming.arrived.connect(self._refused.settle)
        self.incoming.failed.connect(self._refused.raise_it)
        for part in (self.probe, self.pins, self.paths):
            part.failed.connect(self.workspace.messages.say)
        self.export.told.connect(self.workspace.messages.say)

    def _connect_workspace(self) -> None:
        workspace = self.workspace
        workspace.models_ready.connect(self._say_what_is_missing)
        workspace.models_failed.connect(lambda sentence: self.empty.say(sentence, can_act=False))
        workspace.model.opened.connect(self._another_model)
        workspace.data.changed.connect(self._dataset_changed)
        workspace.requests.map_image.arrived.connect(self._take_image)
        self._dataset_changed(workspace.data.dataset)
        self._take_image()

    # The model

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.following.stale:
            self.following.follow()
        self._take_image()
        self.canvas.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self.path_panel.player.stop()
        self.timeline.player.stop()
        super().hideEvent(event)

    def _another_model(self) -> None:
        """What was chosen, drawn or dropped for the former one goes; images that the new one can see are asked about anew."""
        self._of_model.settle()
        self.path_panel.player.stop()
        self.incoming.forget()
        self.paths.forget()
        self.probe.forget_model()

    def _say_what_is_missing(self) -> None:
        predictor = self.workspace.model.predictor
        if predictor is not None and not predictor.has_latent:
            self.empty.say(NO_LATENT.format(name=predictor.name))
        elif self.workspace.models_loaded:
            self.empty.say(NO_MODEL)
        else:
            self.empty.say(LOADING, can_act=False)
        self.side.say(self.controller.why_no_points if self.controller.cannot_encode else "")
        self._pages.setCurrentIndex(1 if predictor is not None and predictor.has_latent else 0)

    def _dataset_changed(self, dataset: object) -> None:
        self.probe.forget_data()
        self.controller.set_dataset(dataset)  # type: ignore[arg-type]
        table = self.controller.table
        self.side.legend.set_classes(table.class_names if table is not None and table.has_labels else ())
        self._say_what_is_missing()

    def _size_changed(self) -> None:
        predictor = self.controller.predictor
        if predictor is not None:
            self.plane_bar.set_choice(self.controller.choice)
            self.plane_bar.set_model(predictor.latent_dim, variational=predictor.is_variational)
            self.side.layers.set_facts(MapFacts(predictor.is_variational, predictor.recipe.has_prior))

    def _show_grid(self) -> None:
        self.plane_bar.set_grid(self.canvas.scene.count, self.canvas.scene.reach)

    # The plane

    def _choose_plane(self, choice: PlaneChoice) -> None:
        self.controller.set_choice(choice)
        self.plane_bar.set_choice(self.controller.choice)

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
            self.workspace.messages.say("Pin three images or points first: the plane goes through them.")
            self.plane_bar.set_choice(self.controller.choice)

    def _interpolate(self, indices: list[int], steps: int, spherical: bool) -> None:
        pins = self.pins.usable(indices)
        if len(pins) == 2:
            self.paths.interpolate(pins[0].z, pins[1].z, steps, spherical=spherical)

    def _selection_changed(self) -> None:
        selection = self.probe.selection
        z = selection.z if selection is not None else None
        fits = z is not None and len(z) == self.controller.plane.latent_dim
        self.plane_bar.set_code(selection.title or "the point" if selection is not None else "", z if fits else None)

    # What leaves and what arrives

    def fit(self) -> None:
        self.canvas.navigation.fit()

    def play_path(self) -> None:
        self.path_panel.play.click()

    def play_snapshots(self) -> None:
        self.timeline.play.click()

    def copy_image(self) -> None:
        image = self.side.detail.decoded.image
        if image is not None:
            QGuiApplication.clipboard().setImage(to_qimage(image))

    def copy_code(self) -> None:
        selection = self.probe.selection
        if selection is not None and selection.z is not None:
            QGuiApplication.clipboard().setText(clipboard_text(selection.z))

    def paste_image(self) -> None:
        if self.controller.predictor is not None:
            self.incoming.paste(clipboard_data(), self.controller.predictor)

    def pin_chosen(self) -> None:
        if self.probe.selection is not None:
            self.pins.pin(self.probe.selection)

    def type_point(self) -> None:
        self.side.ensureWidgetVisible(self.side.detail.entry)
        self.side.detail.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.side.detail.entry.selectAll()

    def send_to_lab(self) -> None:
        selection = self.probe.selection
        if selection is not None and selection.z is not None:
            self.workspace.requests.show_code(selection.z.astype("float32"))

    def _take_image(self) -> None:
        """What another view left to be shown; it waits until there is a map and a model to show it with."""
        if self.following.stale and self.workspace.requests.map_image.waits:
            self.following.follow()
        if self.controller.predictor is not None and self.workspace.requests.map_image.waits:
            self.incoming.show(self.workspace.requests.map_image.take(), self.controller.predictor)  # type: ignore[arg-type]

    def accept_image(self, path: Path) -> bool:
        """Encodes an image file and shows it as a point; False where there is no model to do it with."""
        if self.controller.predictor is None:
            return False
        self.incoming.read(path, self.controller.predictor)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.controller.predictor is not None and acceptable(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.controller.predictor is not None:
            self.incoming.take(event.mimeData(), self.controller.predictor)
            event.acceptProposedAction()
