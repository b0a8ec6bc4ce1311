"""Images from anywhere become codes for the sliders: the data, a file, the clipboard, the drawing."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.latest_wins import LatestWins

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor

Image = NDArray[np.uint8] | NDArray[np.float32]


class ImageEncoder(QObject):
    """Reads and encodes in the background; the newest image wins.

    Signals:
        found(object): mu `(latent_dim,)` of the image. failed(object): an exception.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._random = np.random.default_rng()
        self._worker = LatestWins(self)
        self._worker.done.connect(self.found)
        self._worker.failed.connect(self.failed)

    def take_image(self, predictor: "Predictor", image: Image) -> None:
        """An image `(H, W)` of the model's own size."""
        self._worker.request(_encode, predictor, image)

    def take_random(self, predictor: "Predictor", dataset: "Dataset") -> None:
        """One of the validation split, to a conditional model one of its own class."""
        images, labels = dataset.val.images, dataset.val.labels
        index = int(self._random.integers(len(images)))
        label = None if labels is None else predictor.heeds(labels[index : index + 1].numpy())
        self._worker.request(_encode, predictor, images[index, 0].numpy(), label)

    def take_file(self, predictor: "Predictor", path: Path) -> None:
        self._worker.request(_encode_file, predictor, path)

    def take_picture(self, predictor: "Predictor", picture: NDArray[np.uint8]) -> None:
        """A grey picture `(H, W)` of any size."""
        self._worker.request(_encode_fitted, predictor, picture)

    def forget(self) -> None:
        """A code on its way is of a model that is gone."""
        self._worker.drop()

    def close(self) -> None:
        self._worker.close()


def _encode(predictor: "Predictor", image: Image, label: ArrayLike | None = None) -> NDArray[np.float32]:
    return predictor.encode(image, label).mu[0]


def _encode_file(predictor: "Predictor", path: Path) -> NDArray[np.float32]:
    from vae_models.data.image_files import load_grey_image

    return _encode_fitted(predictor, load_grey_image(path))


def _encode_fitted(predictor: "Predictor", picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    from vae_models.data.image_squares import fit_to_square

    return _encode(predictor, fit_to_square(picture, predictor.image_shape[0]))
