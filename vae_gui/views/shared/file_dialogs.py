"""Asks for a file, beginning in the folder of the last one."""

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from vae_gui.wording.file_kinds import MODEL
from vae_gui.workspace.settings import FOLDER, read_text


def last_folder(settings: QSettings) -> str:
    return read_text(settings, FOLDER)


def ask_file(parent: QWidget, settings: QSettings, title: str, kinds: str) -> Path | None:
    """The file that was chosen; None where the dialog was left without one."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, last_folder(settings), kinds)
    if not chosen:
        return None
    settings.setValue(FOLDER, str(Path(chosen).parent))
    return Path(chosen)


def ask_model(parent: QWidget, settings: QSettings) -> Path | None:
    return ask_file(parent, settings, "Open a model", MODEL)
