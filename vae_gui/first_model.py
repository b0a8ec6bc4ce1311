"""Which model the program starts with: what the command line asks for, the run that was open last, or a shipped model."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from vae_gui.settings import LAST_RUN, read_folder_with
from vae_gui.workspace import Workspace
from vae_models.errors import UserError
from vae_models.resources import resource

if TYPE_CHECKING:
    from vae_models.runs import RunFolder

SHIPPED = "models/vae-2d.safetensors"


class FirstModel(QObject):
    """Remembers the open run, and knows what to open at the next start."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = workspace.settings
        workspace.current_run_changed.connect(self._remember)

    def path(self) -> Path | None:
        """A run folder or a model file that exists; None where there is neither."""
        last = read_folder_with(self._settings, LAST_RUN, "checkpoint.safetensors")
        if last is not None:
            return last
        try:
            return resource(SHIPPED)
        except UserError:
            return None

    def _remember(self, run: "RunFolder | None") -> None:
        self._settings.setValue(LAST_RUN, str(run.path) if run is not None else "")
