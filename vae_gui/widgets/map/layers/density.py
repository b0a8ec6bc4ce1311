"""Where the encoded images crowd: a smoothed histogram of the points in view."""

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from vae_gui import theme
from vae_gui.widgets.map.layers.layer import MapLayer
from vae_gui.widgets.map.points import PointCloud
from vae_gui.widgets.map.scene import Scene
from vae_gui.widgets.map.viewport import Viewport

CELL = 5.0  # logical pixels
_BLUR = 3  # cells on each side; three box blurs come close to a Gaussian


class DensityLayer(MapLayer):
    name = "density"
    title = "Density"
    hint = "Where encoded images are dense."
    shown = False
    opacity = 0.7
    height = 10

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        if len(scene.cloud):
            shares = density(scene.cloud, scene.cloud.showing(scene.hidden_classes), scene.viewport)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(scene.viewport.area, draw_density(shares, QColor(theme.colours().accent)))


def density(cloud: PointCloud, mask: np.ndarray, viewport: Viewport) -> np.ndarray:
    """Share of the greatest crowd in each cell of the view: `(rows, columns)` float32 in [0, 1], the top row first."""
    columns = max(1, round(viewport.area.width() / CELL))
    rows = max(1, round(viewport.area.height() / CELL))
    x, y = viewport.to_screen_arrays(cloud.s[mask], cloud.t[mask])
    with np.errstate(invalid="ignore"):
        column = np.floor((x - viewport.area.left()) / viewport.area.width() * columns)
        row = np.floor((y - viewport.area.top()) / viewport.area.height() * rows)
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    cells = row[inside].astype(np.intp) * columns + column[inside].astype(np.intp)
    counts = np.bincount(cells, minlength=rows * columns).reshape(rows, columns).astype(np.float32)
    for _ in range(3):
        counts = _box_blur(_box_blur(counts).T).T
    peak = counts.max()
    return counts / peak if peak > 0 else counts


def _box_blur(values: np.ndarray) -> np.ndarray:
    """Mean over `2 * _BLUR + 1` rows."""
    width = 2 * _BLUR + 1
    padded = np.pad(values, ((_BLUR + 1, _BLUR), (0, 0)))
    sums = padded.cumsum(axis=0)
    return (sums[width:] - sums[:-width]) / width


def draw_density(shares: np.ndarray, colour: QColor) -> QImage:
    """Shares of the greatest crowd as veils of a colour. shares: `(rows, columns)` in [0, 1]."""
    alpha = np.sqrt(shares) * 0.85
    parts = np.array([colour.blue(), colour.green(), colour.red(), 255], dtype=np.float32)
    pixels = np.ascontiguousarray((alpha[..., None] * parts).astype(np.uint8))
    height, width = shares.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
