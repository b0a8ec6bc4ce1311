"""Decodes single points under the hand: at once where that is quick, else in the background."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_gui.in_turn import InTurn
from vae_gui.views.latent_map.decode_cost import DecodeCost
from vae_models.errors import UserError

if TYPE_CHECKING:
    from vae_models.predictor import Predictor


@dataclass(frozen=True, eq=False)
class DecodedPoints:
    """z: `(n, latent_dim)`; images: `(n, H, W)` uint8; about: what the request was for."""

    predictor: "Predictor"
    about: object
    z: np.ndarray
    images: np.ndarray
    milliseconds: float


def decode_points(predictor: "Predictor", z: np.ndarray, about: object = None) -> DecodedPoints:
    started = time.perf_counter()
    images = predictor.decode_uint8(z)
    return DecodedPoints(predictor, about, z, images, 1000 * (time.perf_counter() - started))


class PointDecoder(QObject):
    """Signals: decoded(DecodedPoints), failed(exception)."""

    decoded = Signal(object)
    failed = Signal(object)

    def __init__(self, cost: DecodeCost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cost = cost
        self._worker = InTurn(self)
        self._worker.done.connect(self._arrived)
        self._worker.failed.connect(self.failed)

    def request(self, predictor: "Predictor", z: np.ndarray, about: object = None) -> None:
        """z: `(n, latent_dim)`. The newest request wins where several wait."""
        self._cost.follow(predictor)
        if not self._cost.affordable(len(z)):
            self._worker.request(decode_points, predictor, z, about)
            return
        try:
            points = decode_points(predictor, z, about)
        except UserError as error:
            self.failed.emit(error)
            return
        self._cost.learn(len(z), points.milliseconds)
        self.decoded.emit(points)

    def close(self) -> None:
        self._worker.close()

    def _arrived(self, points: object) -> None:
        assert isinstance(points, DecodedPoints)
        self._cost.learn(len(points.z), points.milliseconds, in_background=True)
        self.decoded.emit(points)
