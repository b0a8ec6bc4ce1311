"""The run that was training when the program was last closed or killed, remembered in the settings."""

from pathlib import Path

from PySide6.QtCore import QSettings

from vae_gui.settings import INTERRUPTED_RUN, read_folder_with
from vae_models.folder_lock import is_locked


class InterruptedRun:
    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def remember(self, path: Path) -> None:
        self._settings.setValue(INTERRUPTED_RUN, str(path))

    def forget(self) -> None:
        self._settings.remove(INTERRUPTED_RUN)

    @property
    def path(self) -> Path | None:
        """None where it is gone, or another window trains it just now."""
        path = read_folder_with(self._settings, INTERRUPTED_RUN, "recipe.json")
        return None if path is None or is_locked(path) else path
