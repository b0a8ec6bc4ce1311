"""Pictures from elsewhere become drawings: files, the clipboard, digits of the data."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.widgets.drawing.drawing import SIDE
from vae_gui.widgets.files.clipboard import NO_IMAGE
from vae_gui.wording.sentences import NO_IMAGES
from vae_models.data.digit_preparation import to_drawing
from vae_models.errors import DataError

if TYPE_CHECKING:
    from vae_models.data.load import Dataset

Grey = NDArray[np.uint8]


class DrawingReader(QObject):
    """Reads in the background; the newest picture wins.

    Signals:
        arrived(object, str): a drawing `(SIDE, SIDE)` uint8, and words for the history. failed(object): an exception.
    """

    arrived = Signal(object, str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._random = np.random.default_rng()
        self._text = ""
        self._worker = LatestWins(self)
        self._worker.done.connect(self._hand_on)
        self._worker.failed.connect(self.failed)

    def read_file(self, path: Path) -> None:
        self._request("Load an image", path)

    def read_image(self, image: QImage) -> None:
        self._request("Paste an image", QImage(image))

    def read_clipboard(self, data: QMimeData) -> None:
        """An image, or the first of the files on the clipboard."""
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if data.hasImage():
            self.read_image(QImage(data.imageData()))
        elif files:
            self.read_file(Path(files[0]))
        else:
            self.failed.emit(DataError(NO_IMAGE))

    def take_digit(self, dataset: "Dataset | None", label: int | None) -> None:
        """A random image of the validation split, of one class or any. At once: it is small."""
        if dataset is None:
            self.failed.emit(DataError(NO_IMAGES))
            return
        images, labels = dataset.val.images, dataset.val.labels
        indices: Sequence[int] = range(len(images))
        if label is not None and labels is not None:
            indices = (labels == label).nonzero()[:, 0].tolist()
        if not indices:
            self.failed.emit(DataError("The data set has no validation image of this class; choose another class."))
            return
        image = images[indices[int(self._random.integers(len(indices)))], 0].numpy()
        self.arrived.emit(to_drawing(image, SIDE), "Load a digit")

    def close(self) -> None:
        self._worker.close()

    def _hand_on(self, drawing: Grey) -> None:
        self.arrived.emit(drawing, self._text)

    def _request(self, text: str, source: Path | QImage) -> None:
        self._text = text
        self._worker.request(read_drawing, source)


def read_drawing(source: Path | QImage) -> Grey:
    """White ink on black, `(SIDE, SIDE)`; pictures on light ground are turned. Raises DataError."""
    from vae_models.data.image_files import load_grey_image
    from vae_models.data.image_squares import has_light_background

    grey = load_grey_image(_png(source) if isinstance(source, QImage) else source, needed=SIDE)
    if grey.size == 0 or grey.min() == grey.max():
        name = "The image" if isinstance(source, QImage) else source.name
        raise DataError(f"{name} is all one colour, so there is nothing to draw; choose another image.")
    return to_drawing(255 - grey if has_light_background(grey) else grey, SIDE)


def _png(image: QImage) -> bytes:
    """The picture as a file, so that one loader treats transparency and depth alike. Raises DataError."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(buffer, "PNG", 100):  # type: ignore[call-overload]
        raise DataError("The image cannot be read; copy it again, or save it as PNG and open that.")
    return bytes(buffer.data().data())
