"""The Lab view: what can be done with a model by hand, one tab each."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent, QUndoStack
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QTabWidget, QWidget

from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.samples.panel import SamplesPanel
from vae_gui.views.lab.sliders.panel import SlidersPanel
from vae_gui.views.shared.class_selector import ClassSelector
from vae_gui.views.shared.model_chooser import ModelChooser
from vae_gui.workspace.settings import LAB_TAB, read_whole
from vae_gui.workspace.workspace import Workspace

_KEEPS = QSizePolicy.Policy.Preferred


class LabView(QWidget):
    """The sliders of the current model, a canvas to draw on, and its samples.

    Signals:
        part_changed(): another tab is open; `undo_stack` and `menu_actions` are its.
    """

    title = "Lab"
    keyboard_help = (
        "Canvas: the arrow keys move a cursor, Space held draws, Esc takes back a stroke that is not finished."
    )
    part_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.sliders = SlidersPanel(workspace)
        self.canvas = CanvasPanel(workspace)
        self.samples = SamplesPanel(workspace)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Parts of the lab")
        self.tabs.addTab(self.sliders, "Sliders")
        self.tabs.addTab(self.canvas, "Canvas")
        self.tabs.addTab(self.samples, "Samples")
        self.tabs.setTabToolTip(2, "Why reconstructions are good and samples bad: three origins of z side by side")
        self.tabs.setTabToolTip(0, "One slider for each latent dimension")
        self.tabs.setTabToolTip(1, "Draw a digit, damage it, and see it cleaned")
        self.chooser = ModelChooser(workspace)
        self.class_selector = ClassSelector(workspace)
        self._grid = QGridLayout(self)
        self._grid.setVerticalSpacing(0)
        self._grid.addWidget(self.tabs, 1, 0)
        self._corner = self._make_corner()
        self._grid.addWidget(self._corner, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.tabs.setCurrentIndex(read_whole(workspace.settings, LAB_TAB, 0, 0, self.tabs.count() - 1))
        self.tabs.currentChanged.connect(self._part_changed)
        self._make_room()
        self.canvas.image_ready.connect(self._to_sliders)
        self.samples.code_chosen.connect(workspace.lab_point.leave)
        self.sliders.drawing_requested.connect(self.canvas.send_to_sliders)
        workspace.lab_point.arrived.connect(self._take_point)
        self._take_point()

    def _make_corner(self) -> QWidget:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        for box in (self.class_selector, self.chooser):
            row.addWidget(box)
        return corner

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_corner()
        return super().event(event)

    def _fit_corner(self) -> None:
        """The boxes stand beside the tabs; where they are the higher ones, the tabs go down by the difference."""
        boxes, tabs = self._corner.sizeHint(), self.tabs.tabBar().sizeHint()
        self._grid.setRowMinimumHeight(0, max(0, boxes.height() - tabs.height()))
        self._grid.setColumnMinimumWidth(0, boxes.width() + tabs.width())

    @property
    def part(self) -> SlidersPanel | CanvasPanel | SamplesPanel:
        """What is open."""
        parts = (self.canvas, self.samples)
        return next((part for part in parts if part is self.tabs.currentWidget()), self.sliders)

    @property
    def undo_stack(self) -> QUndoStack:
        """Of the part that is open."""
        return self.part.undo_stack

    def accept_image(self, path: Path) -> bool:
        """Takes an image file; False where no model can."""
        if self.part is self.samples:
            self.tabs.setCurrentWidget(self.sliders)
        return self.canvas.accept_image(path) if self.part is self.canvas else self.sliders.accept_image(path)

    def menu_actions(self) -> list[QAction]:
        return self.part.panel_actions()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.part.setFocus()

    def _make_room(self) -> None:
        """In a low window the lab scrolls no further than the open part needs; a stack is as high as its highest page."""
        for part in (self.sliders, self.canvas, self.samples):
            part.setSizePolicy(_KEEPS, _KEEPS if part is self.part else QSizePolicy.Policy.Ignored)

    def _part_changed(self) -> None:
        self._make_room()
        self._workspace.settings.setValue(LAB_TAB, self.tabs.currentIndex())
        self.part.setFocus()
        self.part_changed.emit()

    def _take_point(self) -> None:
        """What another view left for the sliders, perhaps before there was a lab."""
        z = self._workspace.lab_point.take()
        if z is not None:
            self.tabs.setCurrentWidget(self.sliders)
            self.sliders.set_point(np.asarray(z, np.float32))

    def _to_sliders(self, image: NDArray[np.float32]) -> None:
        self.tabs.setCurrentWidget(self.sliders)
        self.sliders.take_image(image)

    def close_view(self) -> None:
        self.sliders.close_panel()
        self.canvas.close_panel()
        self.samples.close_panel()
