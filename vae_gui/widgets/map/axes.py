"""The axes of the map: ticks in plane coordinates, titles with units, and faint grid lines."""

import numpy as np
from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from vae_gui import theme
from vae_gui.widgets.map.scene import Scene
from vae_gui.widgets.map.ticks import ticks
from vae_gui.widgets.plots.axis_title import fitting


def axis_margins(metrics: QFontMetricsF) -> QMarginsF:
    """Room for ticks and titles around the picture: left, top, right, bottom in logical pixels."""
    line = metrics.height()
    return QMarginsF(3.6 * line, 0.5 * line, 0.5 * line, 2.6 * line)


def paint_grid_lines(painter: QPainter, scene: Scene, spacing: float) -> None:
    """Faint lines at the ticks, and a firmer one at 0."""
    area = scene.viewport.area.toRect()
    colour = QColor(theme.colours().grid)
    for horizontal in (True, False):
        values, _ = _ticks(scene, horizontal, spacing)
        for value, place in zip(values, scene.scale.place(values), strict=True):
            colour.setAlphaF(0.9 if abs(value) < 1e-12 else 0.4)
            at = scene.viewport.to_screen(float(place), float(place)).toPoint()
            if horizontal:
                painter.fillRect(at.x(), area.top(), 1, area.height(), colour)
            else:
                painter.fillRect(area.left(), at.y(), area.width(), 1, colour)


def paint_axes(painter: QPainter, scene: Scene, widget: QRectF, spacing: float) -> None:
    """Tick texts and titles in the margins around the viewport's area."""
    area = scene.viewport.area
    metrics = QFontMetricsF(painter.font())
    line = metrics.height()
    painter.setPen(QColor(theme.colours().muted))
    _paint_ticks(painter, scene, spacing, line)
    painter.setPen(QColor(theme.colours().text))
    below = QRectF(area.left(), widget.bottom() - 1.3 * line, area.width(), 1.3 * line)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, fitting(scene.titles.horizontal, metrics, below.width()))
    painter.save()
    painter.translate(QPointF(widget.left(), area.center().y()))
    painter.rotate(-90)
    beside = QRectF(-area.height() / 2, 0, area.height(), 1.3 * line)
    painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, fitting(scene.titles.vertical, metrics, beside.width()))
    painter.restore()


def _paint_ticks(painter: QPainter, scene: Scene, spacing: float, line: float) -> None:
    area = scene.viewport.area
    values, texts = _ticks(scene, True, spacing)
    x, _ = scene.to_screen(values, np.zeros_like(values))
    for position, text in zip(x, texts, strict=True):
        box = QRectF(position - spacing / 2, area.bottom() + 0.15 * line, spacing, line)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    values, texts = _ticks(scene, False, spacing)
    _, y = scene.to_screen(np.zeros_like(values), values)
    for position, text in zip(y, texts, strict=True):
        box = QRectF(0, position - line / 2, area.left() - 0.3 * line, line)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _ticks(scene: Scene, horizontal: bool, spacing: float) -> tuple[np.ndarray, list[str]]:
    viewport = scene.viewport
    side = 0 if horizontal else 1
    length = viewport.area.width() if horizontal else viewport.area.height()
    return ticks(scene.scale, viewport.low[side], viewport.high[side], length, spacing)
