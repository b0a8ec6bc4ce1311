"""Curves and points that pyqtgraph paints quickly, and the pens for them."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen


class _InView(pg.GraphicsObject):
    """Takes the visible range for its bounds: asked a dozen times at every repaint, the data's own take as long as drawing."""

    def boundingRect(self) -> QRectF:
        box = self.getViewBox()
        if box is None:
            return QRectF()
        (left, right), (bottom, top) = box.viewRange()
        return QRectF(left, bottom, right - left, top - bottom)


class Curve(_InView, pg.PlotCurveItem):
    pass


class Points(_InView, pg.ScatterPlotItem):
    pass


def pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen whose width is in the screen's pixels at any zoom."""
    made = QPen(colour, width, style)
    made.setCosmetic(True)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made
