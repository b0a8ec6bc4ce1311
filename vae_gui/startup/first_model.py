"""The model to start with where the command line names none: the run that was open last, or a shipped model."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.workspace.settings import LAST_RUN, read_path
from vae_gui.workspace.workspace import Workspace
from vae_models.errors import UserError
from vae_models.files.resources import resource
from vae_models.runs.unbegun import is_unbegun

if TYPE_CHECKING:
    from vae_models.runs.folder import RunFolder

SHIPPED = "models/vae-2d.safetensors"


class FirstModel(QObject):
    """Remembers the open run, and knows what to open at the next start.

    Signals:
        found(object): what `look` found: the Path of a run folder or a model file, or None where there is neither.
    """

    found = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = workspace.settings
        self._worker = LatestWins(self)
        self._worker.done.connect(self.found)
        workspace.model.run_changed.connect(self._remember)

    def look(self) -> None:
        self._worker.request(_first_of, read_path(self._settings, LAST_RUN))

    def close(self) -> None:
        self._worker.close()

    def _remember(self, run: "RunFolder | None") -> None:
        self._settings.setValue(LAST_RUN, str(run.path) if run is not None else "")


def _first_of(last: Path | None) -> Path | None:
    if last is not None and (last / "checkpoint.safetensors").exists() and not is_unbegun(last):
        return last
    try:
        return resource(SHIPPED)
    except UserError:
        return None
