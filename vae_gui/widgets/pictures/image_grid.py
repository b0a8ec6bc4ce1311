"""A grid of small greyscale pictures, for example fresh samples of a model."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMetaMethod, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.crisp import best_columns, draw_sheet
from vae_gui.widgets.pictures.greyscale import montage, to_qimage, to_uint8
from vae_gui.widgets.pictures.painted import PaintedWidget

_EXPORT_GAP = 2
_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ImageGrid(PaintedWidget):
    """Pictures `(n, H, W)`, white on black, as large as the widget allows.

    Signals:
        image_clicked(int): the index of a picture that was clicked, or taken with Enter where the arrow keys have gone to it.
    """

    image_clicked = Signal(int)

    def __init__(
        self, name: str = "Samples", empty_text: str = "Images appear here.", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, empty_text, parent)
        self._images: NDArray[np.uint8] = np.zeros((0, 1, 1), dtype=np.uint8)
        self._sheet = QImage()
        self.reached = 0  # where the arrow keys are

    @property
    def images(self) -> NDArray[np.uint8]:
        """`(n, H, W)`, as they are shown."""
        return self._images

    def set_images(self, images: NDArray[np.floating] | NDArray[np.uint8]) -> None:
        """Shows pictures `(n, H, W)`, uint8 or float in [0, 1]."""
        self._images = to_uint8(images)
        count = len(self._images)
        self.reached = min(self.reached, max(0, count - 1))
        # One tall sheet, so that painting takes parts of a single picture.
        self._sheet = to_qimage(self._images.reshape(count * self._images.shape[1], -1)) if count else QImage()
        self.update()

    def clear(self) -> None:
        self.set_images(np.zeros((0, 1, 1), dtype=np.uint8))

    def is_empty(self) -> bool:
        return len(self._images) == 0

    def picture(self) -> QImage:
        """The exact pixels of all pictures, as many in a row as the widget shows."""
        return to_qimage(montage(self._images, self._columns(), _EXPORT_GAP))

    def sizeHint(self) -> QSize:
        side = theme.spacing(36, self)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        side = theme.spacing(12, self)
        return QSize(side, side)

    def cells(self) -> list[QRectF]:
        """The place of each picture, gap not included."""
        if self.is_empty():
            return []
        columns = self._columns()
        rows = -(-len(self._images) // columns)
        gap = self._gap()
        _, height, width = self._images.shape
        side = min((self.width() + gap) / columns, ((self.height() + gap) / rows) * width / height)
        step_y = side * height / width
        left = (self.width() + gap - side * columns) / 2
        top = (self.height() + gap - step_y * rows) / 2
        places = (divmod(index, columns) for index in range(len(self._images)))
        return [QRectF(left + column * side, top + row * step_y, side - gap, step_y - gap) for row, column in places]

    def paint_content(self, painter: QPainter) -> None:
        cells = self.cells()
        draw_sheet(painter, cells, self._sheet)
        if self.hasFocus() and self._clickable():
            painter.setPen(QPen(QColor(theme.colours().accent), max(2, theme.spacing(0.4, self))))
            painter.drawRect(cells[self.reached])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self.reached = index
            self.image_clicked.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._columns()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        if self.is_empty() or not self._clickable():
            super().keyPressEvent(event)
        elif event.key() in steps:
            target = self.reached + steps[Qt.Key(event.key())]
            self.reached = target if 0 <= target < len(self._images) else self.reached
            self._say_where()
            self.update()
        elif event.key() in _TAKE:
            self.image_clicked.emit(self.reached)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say_where()

    def _say_where(self) -> None:
        if self._clickable() and not self.is_empty():
            self.setAccessibleDescription(f"Image {self.reached + 1} of {len(self._images)}")

    def _clickable(self) -> bool:
        """Whether anybody wants to know."""
        return self.isSignalConnected(QMetaMethod.fromSignal(self.image_clicked))

    def _index_at(self, position: QPoint) -> int | None:
        return next((i for i, cell in enumerate(self.cells()) if cell.contains(position)), None)

    def _columns(self) -> int:
        if self.is_empty():
            return 1
        count, height, width = self._images.shape
        return best_columns(count, self.width(), self.height(), width / height)

    def _gap(self) -> int:
        return max(2, theme.spacing(0.4, self))
