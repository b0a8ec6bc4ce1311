"""A stroke of a brush: the points a hand leaves become a smooth curve, piece by piece, as they arrive."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen


@dataclass(frozen=True)
class Piece:
    """A part of a stroke, in image pixels."""

    path: QPainterPath
    width: float

    def paint(self, painter: QPainter, colour: QColor) -> None:
        pen = QPen(colour, self.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(self.path, pen)

    def extent(self) -> QRect:
        """All pixels the piece can touch."""
        reach = self.width / 2 + 2
        return self.path.controlPointRect().adjusted(-reach, -reach, reach, reach).toAlignedRect()


class BrushStroke:
    """Quadratic curves from middle to middle of neighbouring points, with the points as their control points."""

    def __init__(self, at: QPointF, width: float) -> None:
        self._middle = self._last = at
        self._width = width

    def dot(self) -> Piece:
        """The first touch."""
        return _line(self._last, self._last, self._width)

    def add(self, at: QPointF, width: float) -> Piece:
        """The piece that is certain now; the rest of the way is the `tail`."""
        middle = (self._last + at) / 2
        path = QPainterPath(self._middle)
        path.quadTo(self._last, middle)
        piece = Piece(path, (self._width + width) / 2)
        self._middle, self._last, self._width = middle, at, width
        return piece

    def tail(self) -> Piece:
        """From the end of the last piece straight to the hand."""
        return _line(self._middle, self._last, self._width)


def _line(start: QPointF, end: QPointF, width: float) -> Piece:
    path = QPainterPath(start)
    # A path of no length is not painted at all; this much is a dot.
    path.lineTo(end if end != start else end + QPointF(0.01, 0.0))
    return Piece(path, width)
