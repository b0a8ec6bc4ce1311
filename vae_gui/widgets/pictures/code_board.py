"""An image under the grid of its discrete codes; one place is chosen, by mouse or keys."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.crisp import crisp_rect, draw_crisp
from vae_gui.widgets.pictures.greyscale import to_qimage
from vae_gui.widgets.pictures.painted import PaintedWidget

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_TURNS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class CodeBoard(PaintedWidget):
    """Signals:

    place_chosen(int row, int column). turned(int): the next (1) or the previous (-1) code was asked for at the chosen place.
    """

    place_chosen = Signal(int, int)
    turned = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "The image of the codes appears here.", parent)
        self._image = QImage()
        self._codes: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self.chosen = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_codes(self, image: NDArray[np.uint8], codes: NDArray[np.int64]) -> None:
        """image: `(H, W)` uint8; codes: `(rows, columns)`."""
        self._image, self._codes = to_qimage(image), codes
        self.chosen = (min(self.chosen[0], codes.shape[0] - 1), min(self.chosen[1], codes.shape[1] - 1))
        self.update()

    def clear(self) -> None:
        self._image, self._codes, self.chosen = QImage(), np.zeros((0, 0), np.int64), (0, 0)
        self.update()

    def is_empty(self) -> bool:
        return self._image.isNull()

    def picture(self) -> QImage:
        return self._image

    def tip_at(self, position: QPointF) -> str:
        place = self._place_at(position)
        return "" if place is None else f"Row {place[0] + 1}, column {place[1] + 1}: code {self._codes[place]}"

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(50, self), theme.spacing(50, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.spacing(20, self), theme.spacing(20, self))

    # Where things are

    def cell(self, row: int, column: int) -> QRectF:
        """The part of the image that one code stands for."""
        whole = self._whole()
        rows, columns = self._codes.shape
        height, width = whole.height() / rows, whole.width() / columns
        return QRectF(whole.x() + column * width, whole.y() + row * height, width, height)

    def _whole(self) -> QRectF:
        size = self._image.size()
        return crisp_rect(QRectF(self.rect()), size.width(), size.height(), self.devicePixelRatioF())

    def _place_at(self, position: QPointF) -> tuple[int, int] | None:
        return next((place for place in np.ndindex(self._codes.shape) if self.cell(*place).contains(position)), None)

    # Painting

    def paint_content(self, painter: QPainter) -> None:
        size = self._image.size()
        draw_crisp(painter, self._whole(), self._image, QRect(0, 0, size.width(), size.height()))
        colour = QColor(theme.colours().accent)
        colour.setAlphaF(0.4)
        painter.setPen(QPen(colour, 1))
        for place in np.ndindex(self._codes.shape):
            painter.drawRect(self.cell(*place))
        painter.setPen(QPen(QColor(theme.colours().validation), max(2, theme.spacing(0.4, self))))
        painter.drawRect(self.cell(*self.chosen))

    # Choosing

    def choose(self, row: int, column: int) -> None:
        self.chosen = (row, column)
        self.update()
        self.place_chosen.emit(row, column)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.choose(*place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and not self.is_empty():
            rows, columns = self._codes.shape
            down, right = _STEPS[key]
            self.choose((self.chosen[0] + down) % rows, (self.chosen[1] + right) % columns)
        elif key in _TURNS and not self.is_empty():
            self.turned.emit(_TURNS[key])
        else:
            super().keyPressEvent(event)
