"""The traversal grid of the whole model, a picture of its own that can be saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.views.lab.sliders.tools.tool import CodeTool
from vae_gui.views.lab.sliders.tools.traversal_files import (
    grid_picture,
    write_traversal_csv,
    write_traversal_gif,
    write_traversal_png,
)
from vae_gui.widgets.files.file_dialogs import ask_target
from vae_gui.widgets.pictures.large_image import LargeImage
from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import STILL_SAVING, saved_to
from vae_gui.workspace.workspace import Workspace


class TraversalGrid(CodeTool):
    """Every dimension a row, every step a column."""

    title = "Grid"

    def __init__(self, workspace: Workspace, code: EditedCode, parent: QWidget | None = None) -> None:
        super().__init__(workspace, code, parent)
        self.z: NDArray[np.float32] = np.zeros(0, np.float32)
        self._values: NDArray[np.floating] = np.zeros(0)
        self.images: NDArray[np.uint8] = np.zeros((0, 0, 1, 1), np.uint8)
        self.picture = LargeImage("Traversal grid")
        self.picture.failed.connect(self.told)
        self._files = LatestWins(self)
        self._files.done.connect(self._written)
        self._files.failed.connect(self._failed)
        layout = QVBoxLayout(self)
        layout.addWidget(self.picture, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(QLabel("Save as"))
        layout.addLayout(buttons)
        for kind, tip in (
            ("PNG", "All dimensions (rows) and steps (columns) as one picture"),
            ("GIF", "An animation with one frame per step"),
            ("CSV", "A table: dimension, value, z and pixels of every image"),
        ):
            button = QPushButton(f"{kind}…")
            button.setAccessibleName(f"Save as {kind}")
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, kind=kind: self._ask(kind))
            buttons.addWidget(button, 1)

    def show_traversals(self, z: NDArray[np.float32], values: NDArray[np.floating], images: NDArray[np.uint8]) -> None:
        self.z, self._values, self.images = z, values, images
        if self.isVisible():
            self.refresh()

    def forget(self) -> None:
        self.z, self.images = np.zeros(0, np.float32), np.zeros((0, 0, 1, 1), np.uint8)
        self.picture.clear()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        if len(self.images):
            self.picture.set_image(grid_picture(self.images))

    def _ask(self, kind: str) -> None:
        if not len(self.images):
            return
        ending = kind.lower()
        path = ask_target(self, "Save traversals", f"traversals.{ending}", f"{kind} (*.{ending})")
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        """Writes in the background what the path's ending says."""
        if self._files.busy:
            self.told.emit(STILL_SAVING)
            return
        ending = path.suffix.lower()
        write: Callable[..., Any] = write_traversal_png if ending == ".png" else write_traversal_gif
        arguments: tuple[Any, ...] = (self.images,)
        if ending == ".csv":
            write, arguments = write_traversal_csv, (self.z, self._values, self.images)
        self._files.request(_write, write, path, *arguments)

    def _written(self, path: Path) -> None:
        self.told.emit(saved_to(path))

    def _failed(self, error: Exception) -> None:
        self.told.emit(explain(error))

    def shut_down(self) -> None:
        self._files.close()


def _write(write: Callable[..., Any], path: Path, *arguments: Any) -> Path:
    write(path, *arguments)
    return path
