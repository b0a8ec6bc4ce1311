"""Where pins lie in the space of the model that is shown: an image where that model puts it, a bare z only in its own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.in_turn import InTurn
from vae_gui.views.latent_map.controller import MapController
from vae_gui.views.latent_map.model.selection import Selection
from vae_gui.workspace.pins import Pin

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

Codes = dict[Pin, np.ndarray]


class PinPlaces(QObject):
    """Encodes the pins' images anew, in the background, whenever the model is another or has learnt more.

    Signals: changed(): pins lie elsewhere. failed(exception).
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, controller: MapController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._codes: Codes = {}
        self._by: Predictor | None = None
        self._identity = controller.identity
        self._worker = InTurn(self)
        self._worker.done.connect(self._arrived)
        self._worker.failed.connect(self.failed)

    def of(self, pin: Pin) -> np.ndarray | None:
        """z `(latent_dim,)` of a pin; None where this model has no place for it, or has not found it yet."""
        if pin in self._codes:
            return self._codes[pin]
        own = pin.model == self._controller.identity and len(pin.z) == self._controller.plane.latent_dim
        return pin.z if own else None

    def follow(self, pins: Sequence[Pin]) -> None:
        """After a change of the pins or of the model."""
        predictor = self._controller.predictor
        if self._identity != self._controller.identity or predictor is None:
            self._identity = self._controller.identity
            self._codes, self._by = {}, None
            self._worker.drop()
        if predictor is None:
            return
        images = [pin for pin in pins if pin.image is not None and pin.image.shape == predictor.image_shape]
        if images and (self._by is not predictor or any(pin not in self._codes for pin in images)):
            self._worker.request(_encode, predictor, self._identity, images)

    def close(self) -> None:
        self._worker.close()

    def _arrived(self, found: "tuple[Predictor, str, Codes]") -> None:
        predictor, identity, codes = found
        if identity == self._identity:
            self._by, self._codes = predictor, codes
            self.changed.emit()


def _encode(predictor: "Predictor", identity: str, pins: Sequence[Pin]) -> "tuple[Predictor, str, Codes]":
    """Each image as one of its own class, where that is known."""
    codes = {}
    for pin in pins:
        selection = Selection(None, pin.image, label=pin.label)
        codes[pin] = selection.seen_by(predictor).encode(pin.image).mu[0]  # type: ignore[arg-type]
    return predictor, identity, {pin: z for pin, z in codes.items() if np.isfinite(z).all()}
