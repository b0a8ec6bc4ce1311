"""Asks where to save to: a file that is there already is never replaced without a question."""

import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget


def ask_target(parent: QWidget | None, title: str, name: str, *kinds: str) -> Path | None:
    """The file to write, with the ending of one of `kinds` ("Table (*.csv)"); the first is the one offered at first.

    None where the user thinks better of it.
    """
    while True:
        chosen, used = QFileDialog.getSaveFileName(parent, title, name, ";;".join(kinds), kinds[0])
        if not chosen:
            return None
        path = with_ending(Path(chosen), _ending(used or kinds[0]), *map(_ending, kinds))
        # The dialog has asked about the name as it was typed, so about no other one.
        if path == Path(chosen) or not os.path.lexists(path) or _may_replace(parent, title, path):
            return path
        name = str(path)


def with_ending(path: Path, ending: str, *others: str) -> Path:
    """The path with its ending (".png"), added where it has none of these: a dot in a name begins no ending."""
    return path if path.suffix.lower() in (ending, *others) else path.with_name(path.name + ending)


def _ending(kind: str) -> str:
    return kind.partition("(*")[2].removesuffix(")")


def _may_replace(parent: QWidget | None, title: str, path: Path) -> bool:
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    question = f"{path.name} already exists.\nDo you want to replace it?"
    return QMessageBox.warning(parent, title, question, yes | no, no) == yes
