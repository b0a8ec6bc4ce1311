"""Encoded images as points: many thousands drawn into one picture with numpy, and found again under the cursor."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from vae_gui.theme import DIFFERENT_COLOURS
from vae_gui.widgets.map.viewport import Viewport

_LEVELS = 4  # steps of opacity at a dot's rim
MOST_CLASSES = 255 // _LEVELS // DIFFERENT_COLOURS * DIFFERENT_COLOURS  # a pixel's byte says class and level


@dataclass(frozen=True, eq=False)
class PointCloud:
    """Places of the encoded images. s, t: `(n,)` float64; labels: `(n,)` whole class numbers, 0 where there are none."""

    s: np.ndarray
    t: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.s)

    def showing(self, hidden: frozenset[int]) -> np.ndarray:
        """Mask `(n,)` of the points whose class is not hidden."""
        return ~np.isin(self.labels, list(hidden)) if hidden else np.ones(len(self), dtype=bool)


@dataclass(frozen=True)
class PointView:
    """A cloud as it is to be seen.

    ratio: device pixels per logical pixel; colours: 0xffRRGGBB of each class; opacity: above 0, at most 1.
    """

    cloud: PointCloud
    hidden: frozenset[int]
    viewport: Viewport
    ratio: float
    colours: tuple[int, ...]
    opacity: float = 1.0

    def draw(self) -> QImage | None:
        """See `draw_points`."""
        colours = np.array(self.colours, dtype=np.uint32)
        return draw_points(
            self.cloud, self.cloud.showing(self.hidden), self.viewport, self.ratio, colours, self.opacity
        )


EMPTY_CLOUD = PointCloud(np.empty(0), np.empty(0), np.empty(0, dtype=np.uint8))


def dot_radius(visible: int) -> float:
    """Radius of a dot in logical pixels: the fewer points in view, the larger."""
    return float(np.clip(4.2 - 0.68 * np.log10(max(visible, 10)), 1.15, 3.6))


def _stamp(radius: float) -> list[tuple[int, int, int]]:
    """Offsets (dx, dy) of a dot's pixels and the level 0.._LEVELS-1 of their cover, the faintest first."""
    reach = int(np.ceil(radius))
    pixels = []
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            cover = radius + 0.5 - np.hypot(dx, dy)
            level = int(np.ceil(min(cover, 1.0) * _LEVELS)) - 1
            if level >= 0:
                pixels.append((dx, dy, level))
    return sorted(pixels, key=lambda pixel: pixel[2])


def _colours(classes: np.ndarray, opacity: float) -> np.ndarray:
    """Premultiplied ARGB for each code 1 + level * classes + label. classes: `(k,)` uint32 0xffRRGGBB."""
    table = np.zeros(256, dtype=np.uint32)
    for level in range(_LEVELS):
        share = opacity * (level + 1) / _LEVELS
        parts = [((classes >> shift) & 0xFF) * share for shift in (24, 16, 8, 0)]
        code = 1 + level * len(classes)
        table[code : code + len(classes)] = sum(
            part.round().astype(np.uint32) << shift for part, shift in zip(parts, (24, 16, 8, 0), strict=True)
        )
    return table


def draw_points(
    cloud: PointCloud, mask: np.ndarray, viewport: Viewport, ratio: float, classes: np.ndarray, opacity: float = 1.0
) -> QImage | None:
    """The points as a picture of the viewport's area, transparent between them; None where there are none in view.

    mask: `(n,)` of the points to draw; ratio: device pixels per logical pixel; classes: `(k,)` uint32 0xffRRGGBB, of
    the theme, whose colours begin anew before the limit. Later points cover earlier ones, so the order of the cloud should be a
    random one. Opacity belongs to the pixels: given to the painter it would slow every repaint.
    """
    classes = classes[:MOST_CLASSES]
    width = max(1, round(viewport.area.width() * ratio))
    height = max(1, round(viewport.area.height() * ratio))
    x, y = viewport.to_screen_arrays(cloud.s[mask], cloud.t[mask])
    x, y = (x - viewport.area.left()) * ratio, (y - viewport.area.top()) * ratio
    with np.errstate(invalid="ignore"):
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    count = int(np.count_nonzero(inside))
    if not count:
        return None
    radius = dot_radius(count) * ratio
    codes = _stamped(x[inside], y[inside], cloud.labels[mask][inside], (height, width), radius, len(classes))
    pixels = _colours(classes, opacity).take(codes)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _stamped(
    x: np.ndarray, y: np.ndarray, labels: np.ndarray, shape: tuple[int, int], radius: float, classes: int
) -> np.ndarray:
    """Codes 1 + level * classes + label where a dot is, 0 elsewhere: `(height, width)` uint8."""
    height, width = shape
    edge = int(np.ceil(radius))
    padded = np.zeros((height + 2 * edge, width + 2 * edge), dtype=np.uint8)
    stride = padded.shape[1]
    at = (y.astype(np.intp) + edge) * stride + x.astype(np.intp) + edge
    flat = padded.reshape(-1)
    base = labels % classes + 1
    for dx, dy, level in _stamp(radius):
        flat[at + (dy * stride + dx)] = base + np.uint8(level * classes)
    return np.ascontiguousarray(padded[edge : edge + height, edge : edge + width])


def nearest_point(cloud: PointCloud, mask: np.ndarray, viewport: Viewport, at: QPointF, reach: float) -> int | None:
    """Index of the drawn point nearest to `at`, or None when none lies within `reach` logical pixels."""
    s, t = viewport.to_place(at)
    within = reach / viewport.unit
    near = np.flatnonzero((np.abs(cloud.s - s) <= within) & mask)
    squares = np.square(cloud.s[near] - s) + np.square(cloud.t[near] - t)
    squares[np.isnan(squares)] = np.inf
    if not len(squares):
        return None
    best = int(squares.argmin())
    return int(near[best]) if squares[best] <= within * within else None
