"""The lattice of decoded tiles: which tiles a view needs, and the mosaic of those that are there."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from vae_gui.widgets.map.viewport import Viewport

MAX_SIDE = 96  # tiles along one side of a mosaic, to which the margin comes: with it there is all that is there without


@dataclass(frozen=True)
class TileGrid:
    """`count` x `count` tiles over the places from `low` to `high`; each level of zoom halves their width."""

    count: int
    low: float
    high: float

    def step(self, level: int) -> float:
        """Width of a tile in place units."""
        return (self.high - self.low) / self.count / 2.0**level

    def level(self, viewport: Viewport, fit_unit: float) -> int:
        """The level whose tiles look as large as they do when everything fits, or up to twice that."""
        return max(0, math.floor(math.log2(viewport.unit / fit_unit) + 1e-6))

    def visible(self, viewport: Viewport, level: int, margin: int = 1) -> "TileRegion | None":
        """The tiles a viewport shows, and `margin` more on each side; None where there are none."""
        step, most = self.step(level), self.count * 2**level
        (left, bottom), (right, top) = viewport.low, viewport.high
        columns = self._span(left, right, step, most, margin)
        rows = self._span(bottom, top, step, most, margin)
        if not columns or not rows:
            return None
        return TileRegion(self, level, columns[0], rows[0], columns[1] - columns[0], rows[1] - rows[0])

    def _span(self, start: float, end: float, step: float, most: int, margin: int) -> tuple[int, int] | None:
        first = max(0, math.floor((start - self.low) / step))
        last = min(most, math.ceil((end - self.low) / step), first + MAX_SIDE)
        first, last = max(0, first - margin), min(most, last + margin)
        return (first, last) if last > first else None


@dataclass(frozen=True)
class TileRegion:
    """A rectangle of tiles of one level; columns count from the left, rows from the bottom."""

    grid: TileGrid
    level: int
    column: int
    row: int
    columns: int
    rows: int

    @property
    def tiles(self) -> int:
        return self.columns * self.rows

    @property
    def low(self) -> tuple[float, float]:
        step = self.grid.step(self.level)
        return self.grid.low + self.column * step, self.grid.low + self.row * step

    @property
    def high(self) -> tuple[float, float]:
        step = self.grid.step(self.level)
        return self.grid.low + (self.column + self.columns) * step, self.grid.low + (self.row + self.rows) * step

    def centres(self) -> tuple[np.ndarray, np.ndarray]:
        """Places of the tiles' middles: `(columns,)` from the left and `(rows,)` from the top, as pictures are drawn."""
        step = self.grid.step(self.level)
        s = self.grid.low + (self.column + np.arange(self.columns) + 0.5) * step
        t = self.grid.low + (self.row + np.arange(self.rows)[::-1] + 0.5) * step
        return s, t

    def covers(self, other: "TileRegion") -> bool:
        """Whether all tiles of `other` are among these, at the same level of the same grid."""
        return (
            (self.grid, self.level) == (other.grid, other.level)
            and self.column <= other.column
            and self.row <= other.row
            and other.column + other.columns <= self.column + self.columns
            and other.row + other.rows <= self.row + self.rows
        )


@dataclass(frozen=True, eq=False)
class Mosaic:
    """Decoded tiles of a region. tiles: `(rows, columns, H, W)` uint8, the top row first."""

    region: TileRegion
    tiles: np.ndarray

    def reuse(self, region: TileRegion) -> tuple[np.ndarray, np.ndarray]:
        """What this mosaic knows of another region.

        Returns its tiles `(rows, columns, H, W)` uint8, those unknown left black, and a mask `(rows, columns)` of the known.
        """
        tiles = np.zeros((region.rows, region.columns, *self.tiles.shape[2:]), dtype=np.uint8)
        known = np.zeros((region.rows, region.columns), dtype=bool)
        if (self.region.grid, self.region.level) != (region.grid, region.level):
            return tiles, known
        ours, theirs = self.region, region
        left = max(ours.column, theirs.column)
        right = min(ours.column + ours.columns, theirs.column + theirs.columns)
        top = min(ours.row + ours.rows, theirs.row + theirs.rows)
        bottom = max(ours.row, theirs.row)
        if left < right and bottom < top:
            there = _cut(theirs, left, right, bottom, top)
            tiles[there] = self.tiles[_cut(ours, left, right, bottom, top)]
            known[there] = True
        return tiles, known

    def picture(self) -> np.ndarray:
        """All tiles side by side: `(rows * H, columns * W)` uint8."""
        rows, columns, height, width = self.tiles.shape
        return self.tiles.transpose(0, 2, 1, 3).reshape(rows * height, columns * width)


def _cut(region: TileRegion, left: int, right: int, bottom: int, top: int) -> tuple[slice, slice]:
    above = region.row + region.rows
    return slice(above - top, above - bottom), slice(left - region.column, right - region.column)


def tinted(grey: np.ndarray, ink: np.ndarray) -> QImage:
    """A grey picture in colours. grey: `(H, W)` uint8; ink: `(256,)` uint32, 0xffRRGGBB for each grey value."""
    pixels = ink.take(grey)
    height, width = grey.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
