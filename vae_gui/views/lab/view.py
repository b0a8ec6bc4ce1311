"""The Lab view: what can be done with a model by hand, one tab each."""

from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QShowEvent, QUndoStack
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QTabWidget, QWidget

from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.part import LabPart
from vae_gui.views.lab.samples.panel import SamplesPanel
from vae_gui.views.lab.sliders.panel import SlidersPanel
from vae_gui.views.shared.class_selector import ClassSelector
from vae_gui.views.shared.model_chooser import ModelChooser
from vae_gui.views.view import View
from vae_gui.workspace.settings import LAB_PART, read_choice
from vae_gui.workspace.workspace import Workspace

PARTS: tuple[type[LabPart], ...] = (SlidersPanel, CanvasPanel, SamplesPanel)

Kind = TypeVar("Kind", bound=LabPart)
_KEEPS = QSizePolicy.Policy.Preferred


class LabView(View):
    """The sliders of the current model, a canvas to draw on, its samples, and whatever else is in `PARTS`."""

    title = "Lab"
    takes_images = True
    keyboard_help = "Canvas: the arrow keys move a cursor, holding Space draws, Esc cancels an unfinished stroke."

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, parts: tuple[type[LabPart], ...] = PARTS
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.parts = tuple(kind(workspace) for kind in parts)
        self.sliders = self.part_of(SlidersPanel)
        self.canvas = self.part_of(CanvasPanel)
        self.samples = self.part_of(SamplesPanel)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Parts of the lab")
        for part in self.parts:
            self.tabs.setTabToolTip(self.tabs.addTab(part, part.title), part.tip)
        self.chooser = ModelChooser(workspace)
        self.class_selector = ClassSelector(workspace)
        self._grid = QGridLayout(self)
        self._grid.setVerticalSpacing(0)
        self._grid.addWidget(self.tabs, 1, 0)
        self._corner = self._make_corner()
        self._grid.addWidget(self._corner, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        names = [part.name for part in self.parts]
        self.tabs.setCurrentIndex(names.index(read_choice(workspace.settings, LAB_PART, names)))
        self.tabs.currentChanged.connect(self._part_changed)
        self._make_room()
        self.canvas.image_ready.connect(self._to_sliders)
        self.samples.code_chosen.connect(workspace.requests.lab_point.leave)
        self.sliders.drawing_requested.connect(self.canvas.send_to_sliders)
        workspace.requests.lab_point.arrived.connect(self._take_point)
        workspace.requests.dimension_wanted.connect(self._show_dimension)
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
    def part(self) -> LabPart:
        """What is open."""
        return self.parts[self.tabs.currentIndex()]

    def part_of(self, kind: type[Kind]) -> Kind:
        """The part of a class; there is one."""
        return next(part for part in self.parts if isinstance(part, kind))

    @property
    def undo_stack(self) -> QUndoStack:
        """Of the part that is open."""
        return self.part.undo_stack

    def accept_image(self, path: Path) -> bool:
        if not self.part.takes_images:
            self.tabs.setCurrentWidget(self.sliders)
        return self.part.accept_image(path)

    def menu_actions(self) -> list[QAction]:
        return self.part.menu_actions()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.part.setFocus()

    def _make_room(self) -> None:
        """In a low window the lab scrolls no further than the open part needs; a stack is as high as its highest page."""
        for part in self.parts:
            part.setSizePolicy(_KEEPS, _KEEPS if part is self.part else QSizePolicy.Policy.Ignored)

    def _part_changed(self) -> None:
        self._make_room()
        self._workspace.settings.setValue(LAB_PART, self.part.name)
        self.part.setFocus()
        self.part_changed.emit()

    def _take_point(self) -> None:
        """What another view left for the sliders, perhaps before there was a lab."""
        z = self._workspace.requests.lab_point.take()
        if z is not None:
            self.tabs.setCurrentWidget(self.sliders)
            self.sliders.set_point(np.asarray(z, np.float32))

    def _show_dimension(self, dimension: int) -> None:
        self.tabs.setCurrentWidget(self.sliders)
        self.sliders.list.show_dimension(dimension)

    def _to_sliders(self, image: NDArray[np.float32]) -> None:
        self.tabs.setCurrentWidget(self.sliders)
        self.sliders.take_image(image)

    def shut_down(self) -> None:
        for part in self.parts:
            part.shut_down()
