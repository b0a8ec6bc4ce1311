"""A grid of small greyscale pictures, for example fresh samples of a model."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.choosable import ChoosableWidget
from vae_gui.widgets.pictures.crisp import best_columns, draw_sheet
from vae_gui.widgets.pictures.greyscale import montage, to_qimage, to_uint8

_EXPORT_GAP = 2


class ImageGrid(ChoosableWidget):
    """Pictures `(n, H, W)`, white on black, as large as the widget allows; each can be chosen by its index."""

    def __init__(
        self, name: str = "Samples", empty_text: str = "Images appear here.", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, empty_text, parent)
        self._images: NDArray[np.uint8] = np.zeros((0, 1, 1), dtype=np.uint8)
        self._sheet = QImage()

    @property
    def images(self) -> NDArray[np.uint8]:
        """`(n, H, W)`, as they are shown."""
        return self._images

    def set_images(self, images: NDArray[np.floating] | NDArray[np.uint8]) -> None:
        """Shows pictures `(n, H, W)`, uint8 or float in [0, 1]."""
        self._images = to_uint8(images)
        count = len(self._images)
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
        draw_sheet(painter, self.cells(), self._sheet)

    def part_count(self) -> int:
        return len(self._images)

    def part_at(self, position: QPointF) -> int | None:
        return next((index for index, cell in enumerate(self.cells()) if cell.contains(position)), None)

    def part_place(self, part: int) -> QRectF:
        return self.cells()[part]

    def part_words(self, part: int) -> str:
        return f"Image {part + 1} of {len(self._images)}"

    def parts_in_a_row(self) -> int:
        return self._columns()

    def _columns(self) -> int:
        if self.is_empty():
            return 1
        count, height, width = self._images.shape
        return best_columns(count, self.width(), self.height(), width / height)

    def _gap(self) -> int:
        return max(2, theme.spacing(0.4, self))
