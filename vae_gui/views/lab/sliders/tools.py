"""What can be done with the code on the sliders: tools behind tabs."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from vae_gui.views.lab.sliders.arithmetic import Arithmetic
from vae_gui.views.lab.sliders.blend_bar import BlendBar
from vae_gui.views.lab.sliders.class_tools import Variations
from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.views.lab.sliders.traversal_grid import TraversalGrid
from vae_gui.workspace.workspace import Workspace


class CodeTools(QTabWidget):
    """Signals: code_found(object): a z for the sliders. told(str): a sentence. failed(object): an exception."""

    code_found = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        code: EditedCode,
        z: Callable[[], NDArray[np.float32]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tools for z")
        self.blend = BlendBar(code)
        self.grid = TraversalGrid()
        self.grid.told.connect(self.told)
        self.arithmetic = Arithmetic(workspace, z)
        self.variations = Variations(workspace)
        for tool in (self.arithmetic, self.variations):
            tool.code_found.connect(self.code_found)
            tool.failed.connect(self.failed)
        self.addTab(self.blend, "Blend")
        self.addTab(self.grid, "Grid")
        self.addTab(self.arithmetic, "Arithmetic")
        self.addTab(self.variations, "Variations")
        self.currentChanged.connect(self.grid.refresh)

    def forget(self) -> None:
        """Another model: nothing here is of it."""
        for tool in (self.blend, self.grid, self.arithmetic, self.variations):
            tool.forget()

    def shut_down(self) -> None:
        for tool in (self.grid, self.arithmetic, self.variations):
            tool.shut_down()
