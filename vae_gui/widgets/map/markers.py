"""Marks of places on the map: rings that stand out on any ground, be it digits, points or the bare window."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from vae_gui import theme

# One rim is dark and one light, whatever the theme: below them may lie white strokes, black ground or any class colour.
_OUTER_RIM = QColor(0, 0, 0)
_INNER_RIM = QColor(255, 255, 255)
_RADIUS, _CHOSEN_RADIUS = 5.0, 6.5
_LABEL_MARGIN = 4.0
FAR = 1e5  # pixels; beyond it a raster painter's coordinates overflow


def unit_of(painter: QPainter) -> float:
    """The measure of all marks: 1 where the text is 16 pixels high."""
    return QFontMetricsF(painter.font()).height() / 16.0


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


def paint_marker(painter: QPainter, at: QPointF, colour: QColor, unit: float, *, hollow: bool, chosen: bool) -> None:
    """A pin or an image at a place in pixels; the chosen one is larger."""
    paint = paint_ring if hollow else paint_disc
    paint(painter, at, (_CHOSEN_RADIUS if chosen else _RADIUS) * unit, colour, unit)


def paint_name(painter: QPainter, at: QPointF, name: str, unit: float, area: QRectF) -> None:
    """Beside a marker and above it, on the side where `area` has more room; what is too long is elided."""
    metrics = QFontMetricsF(painter.font())
    text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, area.width() - 2 * _LABEL_MARGIN)
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * _LABEL_MARGIN, metrics.height())
    box.moveBottomLeft(at + QPointF(6, -6) * unit)
    if box.right() > area.right():
        box.moveBottomRight(at + QPointF(-6, -6) * unit)
    box.moveLeft(max(area.left(), min(box.left(), area.right() - box.width())))
    box.moveTop(max(area.top(), box.top()))
    surface = QColor(theme.colours().surface)
    surface.setAlphaF(0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(surface)
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(theme.colours().text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
