"""Images that come from elsewhere: dropped files, the clipboard, the lab's canvas."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from vae_gui.tasks.in_turn import InTurn
from vae_gui.views.latent_map.model.selection import Selection
from vae_gui.widgets.files.clipboard import NO_IMAGE
from vae_gui.widgets.files.dropped_files import image_files
from vae_gui.widgets.pictures.greyscale import grey_pixels
from vae_gui.wording.errors import explain

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor


def acceptable(data: QMimeData) -> bool:
    """Images only: runs, models and data that are dropped here are the window's business."""
    return data.hasImage() or bool(image_files(data))


def prepare(source: Path | np.ndarray, predictor: "Predictor", title: str) -> Selection:
    """An image fitted to what the model sees. Raises DataError when it cannot be read."""
    from vae_models.data.image_files import load_grey_image
    from vae_models.data.image_squares import fit_to_square
    from vae_models.errors import ModelError

    height, width = predictor.image_shape
    grey = source if isinstance(source, np.ndarray) else np.array(load_grey_image(source))
    if grey.shape == (height, width):
        return Selection(None, grey, title, loose=True)
    if height != width:
        raise ModelError(
            f"This model sees images of {height}x{width} pixels; the image has {grey.shape[0]}x{grey.shape[1]}."
        )
    if grey.dtype != np.uint8:
        grey = (np.clip(grey, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    return Selection(None, fit_to_square(grey, height), title, loose=True)


class IncomingImages(QObject):
    """Signals: arrived(Selection), failed(str)."""

    arrived = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = InTurn(self)
        self._worker.done.connect(self.arrived)
        self._worker.failed.connect(lambda error: self.failed.emit(explain(error)))

    def take(self, data: QMimeData, predictor: "Predictor") -> None:
        """The first image of what was dropped."""
        files = image_files(data)
        if files:
            self.read(files[0], predictor)
        elif data.hasImage():
            self._worker.request(prepare, grey_pixels(QImage(data.imageData())), predictor, "Pasted image")

    def paste(self, data: QMimeData, predictor: "Predictor") -> None:
        """Like `take`, and a sentence where there is no image."""
        if image_files(data) or data.hasImage():
            self.take(data, predictor)
        else:
            self.failed.emit(NO_IMAGE)

    def read(self, file: Path, predictor: "Predictor") -> None:
        self._worker.request(prepare, file, predictor, file.name)

    def show(self, image: np.ndarray, predictor: "Predictor") -> None:
        """image: `(H, W)` float32 in [0, 1]."""
        self._worker.request(prepare, image, predictor, "Your image")

    def forget(self) -> None:
        """What is on its way was fitted to another model."""
        self._worker.drop()

    def close(self) -> None:
        self._worker.close()
