"""Encodes the data set in the background, a part at a time: a few thousand images while training, all when it rests."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from vae_gui.tasks.in_turn import InTurn
from vae_gui.views.latent_map.model.image_table import ImageTable
from vae_gui.wording.sentences import NOT_FINITE

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

LIVE_IMAGES = 3000  # the first to be shown, and all while a model trains
PIECE = 500  # the others at a time: short enough that the window is served in between, whatever else the machine does
TELL_SECONDS = 0.15
AFTER_MS = 25  # a new model's tiles come first: until they are painted no other thread should hold the interpreter
LIVE_SHARE = 0.15  # of the time at most spent on encoding while a model trains


@dataclass(frozen=True, eq=False)
class Encoded:
    """Codes of the images met so far. indices: `(n,)`; mu, sigma: `(n, latent_dim)`; labels: `(n,)` whole numbers."""

    predictor: "Predictor"
    table: ImageTable
    indices: np.ndarray
    mu: np.ndarray
    sigma: np.ndarray

    @property
    def labels(self) -> np.ndarray:
        return self.table.labels[self.indices]

    @property
    def complete(self) -> bool:
        return len(self.indices) == len(self.table)

    def __len__(self) -> int:
        return len(self.indices)

    def row(self, index: int) -> int | None:
        """Where an image of the table stands among the codes."""
        found = np.flatnonzero(self.indices == index)
        return int(found[0]) if len(found) else None


@dataclass(frozen=True, eq=False)
class _Chunk:
    encoded: Encoded
    seconds: float


def _encode_more(
    predictor: "Predictor", table: ImageTable, order: np.ndarray, before: Encoded | None, count: int
) -> _Chunk:
    started = time.perf_counter()
    done = 0 if before is None else len(before)
    indices = order[done : done + count]
    posterior = predictor.encode(table.images(indices), table.known_labels(indices, predictor))
    if not (np.isfinite(posterior.mu).all() and np.isfinite(posterior.sigma).all()):
        from vae_models.errors import ModelError

        raise ModelError(NOT_FINITE)
    mu, sigma = posterior.mu, posterior.sigma
    if before is not None:
        indices = np.concatenate([before.indices, indices])
        mu, sigma = np.concatenate([before.mu, mu]), np.concatenate([before.sigma, sigma])
    return _Chunk(Encoded(predictor, table, indices, mu, sigma), time.perf_counter() - started)


class DataEncoder(QObject):
    """Follows the model and the data.

    Signals: encoded(Encoded): more codes, or those of a newer model. failed(exception).
    """

    encoded = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.latest: Encoded | None = None
        self._predictor: Predictor | None = None
        self._table: ImageTable | None = None
        self._order = np.empty(0, dtype=np.intp)
        self._live = False
        self._told_at = 0.0
        self._worker = InTurn(self)
        self._worker.done.connect(self._deliver)
        self._worker.failed.connect(self._fail)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        return self._worker.busy or self._pause.isActive()

    def set_table(self, table: ImageTable | None) -> None:
        """Another data set. Its images are met in an order that mixes the classes and stays the same."""
        self._table = table
        self._order = np.random.default_rng(0).permutation(len(table)) if table is not None else self._order[:0]
        self.latest = None
        self._worker.drop()
        self._go_on()

    def set_predictor(self, predictor: "Predictor | None", *, live: bool) -> None:
        """live: the model is changing, a part of the images will do."""
        self._predictor = predictor
        self._live = live
        if predictor is None:
            self.latest = None
            self._worker.drop()
            self._pause.stop()
        elif not self.busy:
            self._pause.start(AFTER_MS)

    def set_live(self, live: bool) -> None:
        self._live = live
        self._go_on()

    def close(self) -> None:
        self._pause.stop()
        self._worker.close()

    def _go_on(self) -> None:
        if self._predictor is None or self._table is None or self._table.image_shape != self._predictor.image_shape:
            return
        if self._worker.busy or self._pause.isActive():
            return
        before = self.latest if self.latest is not None and self.latest.predictor is self._predictor else None
        wanted = min(LIVE_IMAGES, len(self._table)) if self._live else len(self._table)
        if before is None or len(before) < wanted:
            count = LIVE_IMAGES if before is None else PIECE
            self._worker.request(_encode_more, self._predictor, self._table, self._order, before, count)

    def _deliver(self, chunk: object) -> None:
        assert isinstance(chunk, _Chunk)
        if chunk.encoded.table is not self._table or self._predictor is None:
            return
        self.latest = chunk.encoded
        if self._live:
            self._pause.start(max(1, round(1000 * chunk.seconds * (1 / LIVE_SHARE - 1))))
        self._tell(chunk.encoded)
        self._go_on()

    def _tell(self, encoded: Encoded) -> None:
        """Every picture of the points costs time: on the way to all of them a few a second will do."""
        now = time.monotonic()
        first = len(encoded) <= LIVE_IMAGES
        if first or encoded.complete or now - self._told_at >= TELL_SECONDS:
            self._told_at = now
            self.encoded.emit(encoded)

    def _fail(self, error: object) -> None:
        self.failed.emit(error)
