"""Marks of places on the map: rings that stand out on any ground, be it digits, points or the bare window."""

from PySide6.QtCore import QMarginsF, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from vae_gui import theme

# One rim is dark and one light, whatever the theme: below them may lie white strokes, black ground or any class colour.
_OUTER_RIM = QColor(0, 0, 0)
_INNER_RIM = QColor(255, 255, 255)
_RADIUS, _CHOSEN_RADIUS = 5.0, 6.5


def paint_disc(painter: QPainter, at: QPointF, radius: float, colour: QColor, unit: float) -> None:
    """A filled disc of a radius in pixels, with a light rim inside a dark one."""
    painter.setPen(Qt.PenStyle.NoPen)
    for rim, wider in ((_OUTER_RIM, 2.6), (_INNER_RIM, 1.4), (colour, 0.0)):
        painter.setBrush(rim)
        painter.drawEllipse(at, radius + wider * unit, radius + wider * unit)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_ring(painter: QPainter, at: QPointF, radius: float, colour: QColor, unit: float) -> None:
    """A hollow ring, for what lies off the plane: its middle shows the map."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rim, width in ((_OUTER_RIM, 5.2), (_INNER_RIM, 3.6), (colour, 1.8)):
        painter.setPen(QPen(rim, width * unit))
        painter.drawEllipse(at, radius, radius)


def paint_marker(
    painter: QPainter, at: QPointF, name: str, colour: QColor, unit: float, *, hollow: bool, chosen: bool
) -> None:
    """A pin or an image at a place in pixels; the chosen one is larger and has its name beside it."""
    paint = paint_ring if hollow else paint_disc
    paint(painter, at, (_CHOSEN_RADIUS if chosen else _RADIUS) * unit, colour, unit)
    if chosen and name:
        _paint_label(painter, at + QPointF(9 * unit, -9 * unit), name)


def _paint_label(painter: QPainter, at: QPointF, text: str) -> None:
    metrics = QFontMetricsF(painter.font())
    box = metrics.boundingRect(text).translated(at).marginsAdded(QMarginsF(4, 2, 4, 2))
    surface = QColor(theme.colours().surface)
    surface.setAlphaF(0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(surface)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(theme.colours().text))
    painter.drawText(at, text)
