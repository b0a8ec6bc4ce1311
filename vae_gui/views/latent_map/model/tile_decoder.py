"""Keeps the map's tiles decoded: at once where that is quick, coarser or in the background where it is not."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.cost_gate import Cost
from vae_gui.tasks.in_turn import InTurn
from vae_gui.widgets.map.canvas import MapCanvas
from vae_gui.widgets.map.scale import AxisScale
from vae_gui.widgets.map.tiles import Mosaic, TileRegion
from vae_models.errors import UserError
from vae_models.latent import Plane

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor


@dataclass(frozen=True, eq=False)
class TileSource:
    """Whose tiles, of which plane, on which scale. A new source makes all tiles old."""

    predictor: "Predictor"
    plane: Plane
    scale: AxisScale


@dataclass(frozen=True, eq=False)
class Decoded:
    source: TileSource
    mosaic: Mosaic
    images: int
    milliseconds: float


def decode_tiles(source: TileSource, region: TileRegion, known: Mosaic | None = None) -> Decoded:
    """The tiles of a region; those that `known` holds are taken from there. Raises ModelError."""
    started = time.perf_counter()
    s, t = region.centres()
    points = source.plane.grid(source.scale.value(s), source.scale.value(t))  # (rows, columns, latent_dim)
    height, width = source.predictor.image_shape
    if known is None:
        tiles = np.empty((region.rows, region.columns, height, width), dtype=np.uint8)
        missing = np.ones((region.rows, region.columns), dtype=bool)
    else:
        tiles, there = known.reuse(region)
        missing = ~there
    if missing.any():
        tiles[missing] = source.predictor.decode_uint8(points[missing])
    took = 1000 * (time.perf_counter() - started)
    return Decoded(source, Mosaic(region, tiles), int(np.count_nonzero(missing)), took)


class TileDecoder(QObject):
    """Answers the canvas's `tiles_wanted`.

    Signals: failed(exception): the model could not decode; the tiles that are there stay.
    """

    failed = Signal(object)

    def __init__(self, canvas: MapCanvas, cost: Cost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._cost = cost
        self._source: TileSource | None = None
        self._shown: Decoded | None = None
        self._worker = InTurn(self)
        self._worker.done.connect(self._arrived)
        self._worker.failed.connect(self.failed)
        canvas.tiles_wanted.connect(self.update)
        canvas.navigation.view_settled.connect(self.update)

    @property
    def settled(self) -> bool:
        """Whether the tiles on the screen are those the view wants."""
        wanted = self._canvas.wanted_tiles(margin=0)
        return not self._worker.busy and (self._source is None or wanted is None or self._has(wanted))

    def set_source(self, source: TileSource | None) -> None:
        """Another model, plane or scale; its tiles replace the former ones as soon as they are there."""
        self._source = source
        if source is None:
            self._shown = None
            self._worker.drop()
            self._canvas.set_mosaic(None)
        else:
            self._cost.follow(source.predictor)
            self.update()

    def update(self) -> None:
        """Decodes what the view wants and does not have."""
        wanted, region = self._canvas.wanted_tiles(margin=0), self._canvas.wanted_tiles()
        if self._source is None or wanted is None or region is None or self._has(wanted):
            self._worker.forget_waiting()
            return
        if self._cost.affordable(self._missing(region)):
            self._decode_now(region)
            return
        if self._canvas.navigation.moving and not self._covers_roughly(wanted):
            self._decode_coarser(2)
        self._worker.request(decode_tiles, self._source, region, self._known())

    def close(self) -> None:
        self._worker.close()

    def _decode_coarser(self, most: int) -> None:
        for coarser in range(1, most + 1):
            region = self._canvas.wanted_tiles(coarser)
            if region is not None and self._cost.affordable(self._missing(region)):
                self._decode_now(region)
                return

    def _decode_now(self, region: TileRegion) -> None:
        assert self._source is not None
        try:
            decoded = decode_tiles(self._source, region, self._known())
        except UserError as error:
            self.failed.emit(error)
            return
        self._cost.learn(max(1, decoded.images), decoded.milliseconds)
        self._show(decoded)

    def _arrived(self, decoded: object) -> None:
        assert isinstance(decoded, Decoded)
        if decoded.images:
            self._cost.learn(decoded.images, decoded.milliseconds, in_background=True)
        wanted = self._canvas.wanted_tiles(margin=0)
        overtaken = wanted is not None and self._has(wanted)
        if self._source is not None and self._fits(decoded.source, self._source) and not overtaken:
            self._show(decoded)
        else:
            self.update()

    def _show(self, decoded: Decoded) -> None:
        keep = self._shown is not None and self._shown.source is decoded.source
        self._shown = decoded
        self._canvas.set_mosaic(decoded.mosaic, keep=keep)
        if not self._canvas.navigation.moving:
            self.update()

    def _fits(self, old: TileSource, new: TileSource) -> bool:
        """A former model's tiles may still be shown while a newer one of the same plane is being decoded."""
        return old.scale is new.scale and (old is new or old.plane is new.plane)

    def _known(self) -> Mosaic | None:
        return self._shown.mosaic if self._shown is not None and self._shown.source is self._source else None

    def _missing(self, region: TileRegion) -> int:
        known = self._known()
        return region.rows * region.columns - (int(known.reuse(region)[1].sum()) if known is not None else 0)

    def _has(self, wanted: TileRegion) -> bool:
        known = self._known()
        return known is not None and known.region.covers(wanted)

    def _covers_roughly(self, wanted: TileRegion) -> bool:
        """Whether what is shown reaches over the view, in tiles no more than twice as coarse."""
        known = self._known()
        if known is None or known.region.grid != wanted.grid or known.region.level < wanted.level - 1:
            return False
        low, high = known.region.low, known.region.high
        return all(low[i] <= wanted.low[i] and wanted.high[i] <= high[i] for i in (0, 1))
