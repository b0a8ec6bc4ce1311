"""Where small pictures go on a widget, and how one is drawn there crisply."""

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from vae_gui.widgets.pictures.greyscale import enlarged

_LEAST_USE = 0.85


def crisp_rect(area: QRectF, width: int, height: int, pixel_ratio: float) -> QRectF:
    """The place for a picture in the middle of `area`, on whole screen pixels.

    Every picture pixel covers the same whole number of screen pixels where that uses most of the area, else the picture fills it.
    """
    fit = min(area.width() * pixel_ratio / width, area.height() * pixel_ratio / height)
    whole = math.floor(fit)
    scale = whole if whole >= _LEAST_USE * fit else fit
    size_x, size_y = round(width * scale) / pixel_ratio, round(height * scale) / pixel_ratio
    left = round((area.x() + (area.width() - size_x) / 2) * pixel_ratio) / pixel_ratio
    top = round((area.y() + (area.height() - size_y) / 2) * pixel_ratio) / pixel_ratio
    return QRectF(left, top, size_x, size_y)


def draw_crisp(painter: QPainter, area: QRectF, image: QImage, source: QRect) -> QRectF:
    """Draws the part `source` of `image` with hard, even pixels and returns the place it took."""
    return draw_sheet(painter, [area], image if image.rect() == source else image.copy(source))[0]


def draw_sheet(painter: QPainter, areas: Sequence[QRectF], sheet: QImage) -> list[QRectF]:
    """Draws as many pictures of one size as there are areas, likewise; they stand under each other in `sheet`."""
    width, height, ratio = sheet.width(), sheet.height() // len(areas), painter.device().devicePixelRatioF()
    places = [crisp_rect(area, width, height, ratio) for area in areas]
    scale, factor = places[0].width() * ratio / width, 1
    if scale > 1 and abs(scale - round(scale)) > 1e-6:
        # Enlarged to whole pixels first, then shrunk smoothly: only the seams between pixels soften, evenly.
        factor = math.ceil(scale)
        sheet = enlarged(sheet, factor)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < factor)
    for index, place in enumerate(places):
        painter.drawImage(place, sheet, QRectF(0, index * height * factor, width * factor, height * factor))
    return places


@lru_cache(maxsize=64)  # asked for every picture of a grid at every repaint
def best_columns(count: int, width: float, height: float, aspect: float = 1.0) -> int:
    """How many columns make `count` cells of `aspect` (width / height) as large as they can be in the given area."""

    def cell_width(columns: int) -> float:
        return min(width / columns, height * aspect / math.ceil(count / columns))

    return max(range(1, max(1, count) + 1), key=cell_width)
