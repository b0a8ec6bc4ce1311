"""Eleven small pictures of what one latent dimension does; pointing previews a value, clicking picks it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.crisp import draw_sheet
from vae_gui.widgets.pictures.greyscale import montage, to_qimage

PICTURES = 11


class TraversalStrip(QWidget):
    """Pictures side by side, each of one value; the one nearest to the current value is framed.

    Signals:
        previewed(float): the pointer is over the picture of this value. preview_ended(): it left.
        picked(float): the picture of this value was clicked.
    """

    previewed = Signal(float)
    preview_ended = Signal()
    picked = Signal(float)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[np.floating] = np.zeros(0)
        self._sheet = QImage()
        self._current = 0.0
        self._side_wanted = 0
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def values(self) -> NDArray[np.floating]:
        """`(n,)`, of the pictures from left to right; empty until there are some."""
        return self._values

    def set_images(self, values: NDArray[np.floating], images: NDArray[np.uint8]) -> None:
        """values: `(n,)`; images: `(n, H, W)` uint8."""
        self._values = values
        self._sheet = to_qimage(montage(images, 1))
        self.update()

    def want_side(self, side: int) -> None:
        """How large its pictures would like to be, in pixels; it never asks for less than it must have."""
        if side != self._side_wanted:
            self._side_wanted = side
            self.updateGeometry()

    def set_current(self, value: float) -> None:
        before, self._current = self._nearest(), value
        if self._nearest() != before:  # else it looks the same, and many strips hear of every move
            self.update()

    def _nearest(self) -> int | None:
        return int(np.abs(self._values - self._current).argmin()) if len(self._values) else None

    def cell(self, index: int) -> QRectF:
        """Where a picture is painted."""
        side = self._side()
        return QRectF(index * side, (self.height() - side) / 2, side - 1, side - 1)

    def _side(self) -> float:
        return min(self.height(), self.width() / max(1, len(self._values)))

    def _value_at(self, position: QPointF) -> float | None:
        index = int(position.x() / max(1.0, self._side()))
        return float(self._values[index]) if 0 <= index < len(self._values) else None

    def sizeHint(self) -> QSize:
        side = max(self._side_wanted, self.minimumSizeHint().height())
        return QSize(PICTURES * side, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(PICTURES * theme.spacing(1.7, self), theme.spacing(4, self))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self._values):
            return
        painter = QPainter(self)
        draw_sheet(painter, [self.cell(index) for index in range(len(self._values))], self._sheet)
        nearest = self._nearest() or 0
        painter.setPen(QPen(QColor(theme.colours().accent), max(2, theme.spacing(0.3, self))))
        painter.drawRect(self.cell(nearest).adjusted(1, 1, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        value = self._value_at(event.position())
        if value is not None:
            self.setToolTip(f"{value:+.1f}: click to set")
            self.previewed.emit(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        value = self._value_at(event.position())
        if value is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(value)

    def leaveEvent(self, event: QEvent) -> None:
        self.preview_ended.emit()
