"""Asks for files and folders, each time beginning where the last one was. A file that is there already is never replaced
without a question."""

import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_LAST = "last_folder"  # a property of the outermost window, so that everything in it begins in the same folder


def last_folder(asks: QWidget | None) -> str:
    """Where the last file was that was chosen in this window; empty before the first."""
    return "" if asks is None else str(_outermost(asks).property(_LAST) or "")


def set_last_folder(asks: QWidget | None, folder: Path | str) -> None:
    if asks is not None:
        _outermost(asks).setProperty(_LAST, str(folder))


def ask_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """The file to open; None where the dialog was left without one."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, last_folder(parent), kinds)
    if not chosen:
        return None
    set_last_folder(parent, Path(chosen).parent)
    return Path(chosen)


def ask_folder(parent: QWidget, title: str, begin: Path | None = None) -> Path | None:
    """Like `ask_file`, for a folder. `begin`: where those of this kind lie, whatever was chosen last."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(begin or last_folder(parent)))
    if not chosen:
        return None
    if begin is None:
        set_last_folder(parent, chosen)
    return Path(chosen)


def ask_target(parent: QWidget | None, title: str, name: str, *kinds: str) -> Path | None:
    """The file to write, with the ending of one of `kinds` ("Table (*.csv)"); the first is the one offered at first.

    None where the user thinks better of it.
    """
    name = str(Path(last_folder(parent), name))
    while True:
        chosen, used = QFileDialog.getSaveFileName(parent, title, name, ";;".join(kinds), kinds[0])
        if not chosen:
            return None
        path = with_ending(Path(chosen), _ending(used or kinds[0]), *map(_ending, kinds))
        # The dialog has asked about the name as it was typed, so about no other one.
        if path == Path(chosen) or not os.path.lexists(path) or _may_replace(parent, title, path):
            set_last_folder(parent, path.parent)
            return path
        name = str(path)


def with_ending(path: Path, ending: str, *others: str) -> Path:
    """The path with its ending (".png"), added where it has none of these: a dot in a name begins no ending."""
    return path if path.suffix.lower() in (ending, *others) else path.with_name(path.name + ending)


def _outermost(widget: QWidget) -> QWidget:
    while (above := widget.parentWidget()) is not None:
        widget = above
    return widget


def _ending(kind: str) -> str:
    return kind.partition("(*")[2].removesuffix(")")


def _may_replace(parent: QWidget | None, title: str, path: Path) -> bool:
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    question = f"{path.name} already exists.\nDo you want to replace it?"
    return QMessageBox.warning(parent, title, question, yes | no, no) == yes
