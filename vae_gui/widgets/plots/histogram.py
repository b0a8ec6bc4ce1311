"""Bars of how often a value occurs, and a mark where one value stands among them."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.painted import PaintedWidget

_MARGIN = 0.04  # of the range, on either side


class Histogram(PaintedWidget):
    def __init__(self, name: str, axis: str, empty_text: str, parent: QWidget | None = None) -> None:
        super().__init__(name, empty_text, parent)
        self._axis = axis
        self._counts: NDArray[np.float64] = np.zeros(0)
        self._edges: NDArray[np.float64] = np.zeros(0)
        self._mark: float | None = None
        self._mark_text = ""

    def set_bars(self, counts: ArrayLike, edges: ArrayLike, axis: str | None = None) -> None:
        """counts: `(bins,)`; edges: `(bins + 1,)`, rising; axis: other words for what they count."""
        self._axis = self._axis if axis is None else axis
        self._counts, self._edges = np.asarray(counts, np.float64), np.asarray(edges, np.float64)
        self.update()

    def set_mark(self, value: float | None, text: str = "") -> None:
        """A line at one value, with a word beside it; where it is far out, at the rim, and the word says where."""
        self._mark, self._mark_text = value, text
        self.update()

    def clear(self) -> None:
        self.set_bars((), ())
        self.set_mark(None)

    def is_empty(self) -> bool:
        return not len(self._counts)

    def tip_at(self, position: QPointF) -> str:
        value = self.value_at(position.x())
        index = int(np.searchsorted(self._edges, value, side="right")) - 1
        if not 0 <= index < len(self._counts):
            return f"{value:.0f}: none"
        return f"{self._edges[index]:.0f} to {self._edges[index + 1]:.0f}: {self._counts[index]:.0f}"

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(50, self), theme.spacing(16, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.spacing(20, self), theme.spacing(10, self))

    # Scale

    def _limits(self) -> tuple[float, float]:
        values = [self._edges[0], self._edges[-1], *([] if self._mark is None else [self._mark_place(self._mark)])]
        reach = max(max(values) - min(values), 1e-9) * _MARGIN
        return min(values) - reach, max(values) + reach

    def _mark_place(self, mark: float) -> float:
        """No farther out than the bars are wide, which keep at least half of the axis."""
        width = self._edges[-1] - self._edges[0]
        return float(np.clip(mark, self._edges[0] - width, self._edges[-1] + width))

    def x_of(self, value: float) -> float:
        low, high = self._limits()
        return (value - low) / (high - low) * self.width()

    def value_at(self, x: float) -> float:
        low, high = self._limits()
        return low + x / self.width() * (high - low)

    # Painting

    def paint_content(self, painter: QPainter) -> None:
        line = self.fontMetrics().lineSpacing()
        floor = self.height() - 2.3 * line
        colours = theme.colours()
        for count, left, right in zip(self._counts, self._edges[:-1], self._edges[1:], strict=True):
            height = count / self._counts.max() * max(0.0, floor - 1.5 * line)
            bar = QRectF(self.x_of(left), floor - height, self.x_of(right) - self.x_of(left), height)
            painter.fillRect(bar.adjusted(0.5, 0, -0.5, 0), QColor(colours.accent))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(0, floor), QPointF(self.width(), floor))
        self._paint_ticks(painter, floor, line)
        if self._mark is not None:
            self._paint_mark(painter, self._mark, floor, line)

    def _paint_ticks(self, painter: QPainter, floor: float, line: float) -> None:
        painter.setPen(QColor(theme.colours().muted))
        for value in _round_values(*self._limits(), most=max(2, int(self.width() / (line * 6)))):
            box = QRectF(self.x_of(value) - 3 * line, floor, 6 * line, line * 1.2)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{value:g}")
        bottom = QRectF(0, floor + line * 1.1, self.width(), line * 1.2)
        axis = self.fontMetrics().elidedText(self._axis, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, axis)

    def _paint_mark(self, painter: QPainter, mark: float, floor: float, line: float) -> None:
        colour = QColor(theme.colours().validation)
        place = self._mark_place(mark)
        x = self.x_of(place)
        text = self._mark_text if place == mark else f"{self._mark_text}: outside this axis, at {mark:,.0f}"
        painter.setPen(QPen(colour, max(2, theme.spacing(0.25, self))))
        painter.drawLine(QPointF(x, min(line * 1.3, floor)), QPointF(x, floor))
        width = self.fontMetrics().horizontalAdvance(text) + line
        left = min(max(x - width / 2, 0.0), self.width() - width)
        painter.drawText(QRectF(left, 0, width, line * 1.2), Qt.AlignmentFlag.AlignCenter, text)


def _round_values(low: float, high: float, most: int) -> list[float]:
    """At most `most` values that are easy to read, evenly spread."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [float(value) for value in np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step]
