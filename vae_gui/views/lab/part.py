"""What each tab of the lab is."""

from PySide6.QtWidgets import QWidget

from vae_gui.views.view import Part
from vae_gui.workspace.workspace import Workspace


class LabPart(Part):
    """A part that is about the model of the workspace."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
