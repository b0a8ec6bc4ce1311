"""Where the user left the handles of a splitter, from one start to the next."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSplitter

from vae_gui.workspace.settings import read_state


def restore_splitter(splitter: QSplitter, settings: QSettings, key: str) -> None:
    state = read_state(settings, key)
    if state is not None:
        splitter.restoreState(state)
