"""What a tool for the z on the sliders is."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.workspace.workspace import Workspace


class CodeTool(QWidget):
    """A tab beside the sliders. A subclass says again what is different from here.

    Signals:
        code_found(object): a z `(latent_dim,)` for the sliders. told(str): a sentence. failed(object): an exception to be worded.
    """

    code_found = Signal(object)
    told = Signal(str)
    failed = Signal(object)
    title = ""

    def __init__(self, workspace: Workspace, code: EditedCode, parent: QWidget | None = None) -> None:
        """code: what is on the sliders."""
        super().__init__(parent)
        self.workspace, self.code = workspace, code

    def show_traversals(self, z: NDArray[np.float32], values: NDArray[np.floating], images: NDArray[np.uint8]) -> None:
        """What the sliders do: z `(latent_dim,)`, values `(steps,)`, images `(latent_dim, steps, H, W)`."""

    def forget(self) -> None:
        """Another model is open: nothing here is about it."""

    def shut_down(self) -> None:
        """Stops all work in the background."""
