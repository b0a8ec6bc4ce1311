"""The run that was training when the program was last closed or killed, remembered in the settings."""

from pathlib import Path

from PySide6.QtCore import QSettings

from vae_gui.workspace.settings import INTERRUPTED_RUN, read_path
from vae_models.files.lock import is_locked
from vae_models.runs.unbegun import is_unbegun


class InterruptedRun:
    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def remember(self, path: Path) -> None:
        self._settings.setValue(INTERRUPTED_RUN, str(path))

    def forget(self) -> None:
        self._settings.remove(INTERRUPTED_RUN)

    @property
    def path(self) -> Path | None:
        """Whether it can be gone on with is for `can_go_on` to say."""
        return read_path(self._settings, INTERRUPTED_RUN)


def can_go_on(path: Path) -> bool:
    """Whether a run is still there, has a step, and no other window trains it just now. Not for the GUI thread."""
    return (path / "recipe.json").exists() and not is_locked(path) and not is_unbegun(path)
