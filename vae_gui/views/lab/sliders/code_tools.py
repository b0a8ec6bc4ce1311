"""The tools for the z on the sliders, behind tabs."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.views.lab.sliders.tools import TOOLS
from vae_gui.views.lab.sliders.tools.tool import CodeTool
from vae_gui.workspace.workspace import Workspace

Kind = TypeVar("Kind", bound=CodeTool)


class CodeTools(QTabWidget):
    """Signals: code_found(object), told(str), failed(object): of any of the tools."""

    code_found = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        code: EditedCode,
        kinds: tuple[type[CodeTool], ...] = TOOLS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tools for z")
        self.tools = tuple(kind(workspace, code) for kind in kinds)
        for tool in self.tools:
            self.addTab(tool, tool.title)
            tool.code_found.connect(self.code_found)
            tool.told.connect(self.told)
            tool.failed.connect(self.failed)

    def tool_of(self, kind: type[Kind]) -> Kind:
        """The tool of a class; there is one."""
        return next(tool for tool in self.tools if isinstance(tool, kind))

    def show_traversals(self, z: NDArray[np.float32], values: NDArray[np.floating], images: NDArray[np.uint8]) -> None:
        for tool in self.tools:
            tool.show_traversals(z, values, images)

    def forget(self) -> None:
        for tool in self.tools:
            tool.forget()

    def shut_down(self) -> None:
        for tool in self.tools:
            tool.shut_down()
