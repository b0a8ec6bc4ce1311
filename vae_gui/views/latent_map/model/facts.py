"""What is worth knowing about a point of the map: its neighbours, and for an image how the model treats it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.in_turn import InTurn
from vae_gui.views.latent_map.model.encoder import Encoded
from vae_gui.views.latent_map.model.selection import Selection
from vae_gui.wording.sentences import NOT_FINITE
from vae_models.latent import majority, nearest

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

NEIGHBOURS = 15


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Of a latent vector: the most common class among its neighbours with its share, and the nearest real image.

    nearest_file: the whole name of that image's file, empty where it has none.
    """

    class_name: str
    share: float
    count: int
    nearest: np.ndarray
    nearest_title: str
    nearest_file: str


@dataclass(frozen=True, eq=False)
class ImageFacts:
    """Of an image: mu and sigma `(latent_dim,)`, its reconstruction `(H, W)` uint8, losses in nats per image."""

    title: str
    original: np.ndarray
    reconstruction: np.ndarray
    mu: np.ndarray
    sigma: np.ndarray
    reconstruction_loss: float
    kl: np.ndarray


@dataclass(frozen=True, eq=False)
class Facts:
    """What was found out about a selection. file: the whole name of its image's file, empty where it has none."""

    about: Selection
    neighbourhood: Neighbourhood | None
    image: ImageFacts | None
    file: str = ""


def find_neighbourhood(encoded: Encoded, z: np.ndarray, besides: int | None = None) -> Neighbourhood | None:
    """None while nothing is encoded. z: `(latent_dim,)`; besides: index of an image that is no neighbour of itself.

    Raises ModelError when z belongs to another model.
    """
    rows = nearest(encoded.mu, z, NEIGHBOURS + 1)
    rows = rows[encoded.indices[rows] != besides][:NEIGHBOURS]
    if not len(rows):
        return None
    table, first = encoded.table, int(encoded.indices[rows[0]])
    best = majority(table.labels[encoded.indices[rows]]) if table.has_labels else None
    name, share = (table.class_names[best[0]], best[1]) if best is not None else ("", 0.0)
    return Neighbourhood(name, share, len(rows), table.image(first), table.describe(first), table.file(first))


def examine_image(predictor: "Predictor", image: np.ndarray, title: str) -> ImageFacts:
    """image: `(H, W)` uint8 or float in [0, 1]. Raises ModelError when it does not suit the model."""
    posterior, losses = predictor.encode(image), predictor.losses(image)
    if not (np.isfinite(posterior.mu).all() and np.isfinite(posterior.sigma).all()):
        from vae_models.errors import ModelError

        raise ModelError(NOT_FINITE)
    reconstruction = predictor.decode_uint8(posterior.mu)[0]
    return ImageFacts(
        title, image, reconstruction, posterior.mu[0], posterior.sigma[0], float(losses.reconstruction[0]), losses.kl[0]
    )


def gather(selection: Selection, predictor: "Predictor", encoded: Encoded | None) -> Facts:
    """Facts about a latent vector, or about an image and its code. Raises ModelError."""
    examined = (
        None
        if selection.image is None
        else examine_image(selection.seen_by(predictor), selection.image, selection.title)
    )
    point = selection.z if examined is None else examined.mu
    if encoded is None or point is None or encoded.mu.shape[1:] != point.shape:
        return Facts(selection, None, examined)
    file = "" if selection.index is None else encoded.table.file(selection.index)
    return Facts(selection, find_neighbourhood(encoded, point, selection.index), examined, file)


class FactFinder(QObject):
    """Gathers facts in the background; the newest question counts.

    Signals: found(Facts), failed(exception).
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = InTurn(self)
        self._worker.done.connect(self.found)
        self._worker.failed.connect(self.failed)

    def ask(self, selection: Selection, predictor: "Predictor", encoded: Encoded | None) -> None:
        self._worker.request(gather, selection, predictor, encoded)

    def close(self) -> None:
        self._worker.close()
