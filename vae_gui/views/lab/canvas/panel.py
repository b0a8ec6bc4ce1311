"""The canvas of the lab: draw, damage, see it cleaned as the drawing grows; repair it; ask how typical it is."""

from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent, QUndoStack
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from vae_gui.theme import spacing
from vae_gui.theme.icons import icon
from vae_gui.views.lab.canvas.actions import CANVAS
from vae_gui.views.lab.canvas.buttons import CanvasButtons
from vae_gui.views.lab.canvas.cleaning_images import CleaningImages
from vae_gui.views.lab.canvas.damage import DamageControls
from vae_gui.views.lab.canvas.denoiser_chooser import DenoiserChooser
from vae_gui.views.lab.canvas.drawing_reader import DrawingReader
from vae_gui.views.lab.canvas.live_denoising import LiveDenoising
from vae_gui.views.lab.canvas.model_input import ModelInput, model_input_of
from vae_gui.views.lab.canvas.tools import TOOLS
from vae_gui.views.lab.canvas.tools.tool import CanvasState, CanvasTool
from vae_gui.views.lab.part import LabPart
from vae_gui.widgets.basics.elided_label import ElidedLabel
from vae_gui.widgets.drawing.canvas import DrawingCanvas
from vae_gui.widgets.drawing.drawing import SIDE
from vae_gui.widgets.drawing.tools import Tool
from vae_gui.widgets.files.clipboard import clipboard_data
from vae_gui.widgets.files.file_dialogs import ask_file
from vae_gui.wording.errors import explain
from vae_gui.wording.file_kinds import IMAGES
from vae_gui.wording.sentences import NO_IMAGES
from vae_gui.workspace.workspace import Workspace
from vae_models.data.digit_preparation import to_drawing
from vae_models.lab.denoising import Denoiser

Kind = TypeVar("Kind", bound=CanvasTool)


class CanvasPanel(LabPart):
    """Signals:
    image_ready(object): what the model sees of the drawing, `(H, W)` float32 in [0, 1], to go on the sliders.
    """

    name = "canvas"
    title = "Canvas"
    tip = "Draw a digit, damage it, and see it cleaned"
    takes_images = True
    entries = CANVAS
    image_ready = Signal(object)

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, tools: tuple[type[CanvasTool], ...] = TOOLS
    ) -> None:
        super().__init__(workspace, parent)
        self.canvas = DrawingCanvas()
        self.drawing = self.canvas.drawing
        self.buttons = CanvasButtons(self.canvas, self.commands)
        self.damage = DamageControls()
        self.chooser = DenoiserChooser(workspace)
        self.results = CleaningImages()
        self.tools = tuple(kind() for kind in tools)
        self.prepared = QCheckBox("Fit and centre as in training")
        self.prepared.setToolTip("Scale the ink into 20 × 20 of 28 × 28 pixels and centre its mass, as MNIST was made")
        self.prepared.setChecked(True)
        self.reader = DrawingReader(self)
        self._refused = workspace.messages.complaint()
        self.live = LiveDenoising(self)
        # All points of a stroke that wait in the event queue are painted first, then the model sees their sum.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._connect()
        self.commands.refresh()
        self._data_changed()
        self._predictor_changed()

    @property
    def undo_stack(self) -> QUndoStack:
        return self.drawing.undo_stack

    def tool_of(self, kind: type[Kind]) -> Kind:
        """The tool of a class; there is one."""
        return next(tool for tool in self.tools if isinstance(tool, kind))

    # Layout

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.buttons)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.prepared)
        column.addLayout(self._send_row())
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.damage)
        box.addLayout(self._denoiser_row())
        box.addWidget(self.results, 3)
        box.addWidget(self._make_tabs(), 4)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(spacing(1.5))
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([500, 740])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, spacing(1), 0, 0)
        layout.addWidget(splitter)
        self.setFocusProxy(self.canvas)

    def _denoiser_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(QLabel("Denoiser"))
        row.addWidget(self.chooser)
        row.addStretch()
        self.whose = ElidedLabel(tip="These use the current model, whichever denoiser is chosen")
        self.whose.label.setProperty("quiet", True)
        row.addWidget(self.whose)
        self._say_whose()
        return row

    def _say_whose(self) -> None:
        predictor = self.workspace.model.predictor
        titles = " and ".join(tool.title.rstrip("?") for tool in self.tools if tool.of_current_model)
        self.whose.setText("" if predictor is None else f"{titles}: {predictor.name}")

    def _send_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.send_button = QPushButton(icon("sliders"), "Send to sliders")
        self.send_button.setToolTip("Encode what the model sees and put its code on the sliders")
        self.map_button = QPushButton(icon("map"), "Show on map")
        self.map_button.setToolTip("Show where the drawing lies in the latent space")
        self.send_button.clicked.connect(self.send_to_sliders)
        self.map_button.clicked.connect(self.show_on_map)
        row.addWidget(self.send_button)
        row.addWidget(self.map_button)
        row.addStretch()
        return row

    def _make_tabs(self) -> QTabWidget:
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Tools for the drawing")
        for tool in self.tools:
            self.tabs.addTab(tool, tool.title)
            policy = tool.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # each has room for all, or what stands above would jump
            tool.setSizePolicy(policy)
        return self.tabs

    def _connect(self) -> None:
        workspace = self.workspace
        self.drawing.stroke_changed.connect(self._update_soon)
        self.drawing.mask_changed.connect(self._update_soon)
        self._soon.timeout.connect(self.update_results)
        self.prepared.toggled.connect(self._update_soon)
        self.damage.changed.connect(self._update_soon)
        self.chooser.denoiser_changed.connect(self._denoiser_changed)
        self.live.failed.connect(self.results.clear)
        self.live.cleaned.connect(self.results.show_cleaning)
        self.reader.arrived.connect(self._refused.settle)
        self.reader.arrived.connect(self.drawing.set_pixels)
        self.reader.failed.connect(lambda error: self._refused.raise_it(explain(error)))
        self.canvas.file_dropped.connect(self.reader.read_file)
        self.canvas.image_dropped.connect(self.reader.read_image)
        self.buttons.digit_requested.connect(self.take_digit)
        for tool in self.tools:
            tool.image_taken.connect(self._take_sample)
            tool.failed.connect(self._tell)
        for source in (self.live, self.chooser):
            source.failed.connect(self._tell)
        workspace.data.changed.connect(self._data_changed)
        workspace.model.opened.connect(self._another_model)
        workspace.model.predictor_changed.connect(self._predictor_changed)

    # What is shown

    def model_input(self) -> ModelInput:
        """What the model sees now."""
        return model_input_of(self.drawing.pixels(), self.drawing.mask_pixels(), self.prepared.isChecked())

    def _update_soon(self) -> None:
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def update_results(self) -> None:
        """Damages and cleans the drawing as it is."""
        seen, damage, denoiser = self.model_input(), self.damage.draw_damage(), self.chooser.denoiser
        if denoiser is not None:
            self.live.request(denoiser, seen.image, damage, seen.hidden)
        state = CanvasState(seen, damage, denoiser, self.workspace.model.predictor, self.workspace.data.dataset)
        for tool in self.tools:
            tool.show_state(state)

    def _another_model(self) -> None:
        """Answers of the former one go; so do its pictures where it was the denoiser."""
        for tool in self.tools:
            tool.forget_model()
        if self.chooser.is_current_model:
            self._forget_cleaning()

    def _denoiser_changed(self, denoiser: Denoiser) -> None:
        if self.results.denoiser != denoiser.name:
            self._forget_cleaning()
        self._update_soon()

    def _forget_cleaning(self) -> None:
        self.live.forget()
        self.results.clear()
        for tool in self.tools:
            tool.forget_denoiser()

    def _predictor_changed(self) -> None:
        self._say_whose()
        for tool in self.tools:
            tool.set_model(self.workspace.model.predictor)
        self._update_soon()

    def _data_changed(self) -> None:
        dataset = self.workspace.data.dataset
        self.buttons.set_classes(dataset.class_names if dataset is not None else ())
        self._update_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._update_soon()

    # Strokes

    def choose_tool(self, tool: Tool) -> None:
        self.canvas.tool = tool
        self.commands.refresh()

    def scale_brush(self, factor: float) -> None:
        self.buttons.scale_width(factor)

    # Where drawings come from and go to

    def accept_image(self, path: Path) -> bool:
        """Draws on a picture from a file, in the background."""
        self.reader.read_file(path)
        return True

    def ask_for_file(self) -> None:
        path = ask_file(self, "Open an image", IMAGES)
        if path is not None:
            self.accept_image(path)

    def paste(self) -> None:
        self.reader.read_clipboard(clipboard_data())

    def take_digit(self, label: int | None = None) -> None:
        """A random image of the validation split; of one class where `label` is given."""
        if self.workspace.data.dataset is None:
            self.workspace.messages.must_wait.raise_it(NO_IMAGES)
        else:
            self.reader.take_digit(self.workspace.data.dataset, label)

    def _take_sample(self, image: NDArray[np.float32]) -> None:
        self.drawing.set_pixels(to_drawing((image * 255 + 0.5).astype(np.uint8), SIDE), "Use a repaired drawing")

    def send_to_sliders(self) -> None:
        self.image_ready.emit(self.model_input().image)

    def show_on_map(self) -> None:
        self.workspace.requests.map_image.leave(self.model_input().image)
        self.workspace.requests.view_wanted.emit("map")

    def _tell(self, error: Exception) -> None:
        self.workspace.messages.say(explain(error))

    def shut_down(self) -> None:
        """Stops all background work."""
        self._soon.stop()
        self.reader.close()
        self.live.close()
        self.chooser.shut_down()
        for tool in self.tools:
            tool.shut_down()
