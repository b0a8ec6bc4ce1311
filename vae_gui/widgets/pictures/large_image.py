"""One picture, as large as the place allows, with crisp pixels."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.crisp import crisp_rect, draw_crisp
from vae_gui.widgets.pictures.diverging import diverging_image
from vae_gui.widgets.pictures.greyscale import to_qimage, to_uint8
from vae_gui.widgets.pictures.painted import PaintedWidget


class LargeImage(PaintedWidget):
    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "The image of z appears here.", parent)
        self._image = QImage()

    def set_image(self, image: NDArray[np.floating] | NDArray[np.uint8]) -> None:
        """`(H, W)`, uint8 or float in [0, 1]."""
        self._image = to_qimage(to_uint8(image))
        self.update()

    def set_difference(self, difference: NDArray[np.floating]) -> None:
        """`(H, W)` in [-1, 1], in the theme's two colours around a quiet middle."""
        self._image = diverging_image(difference, 1.0)
        self.update()

    def clear(self) -> None:
        self._image = QImage()
        self.update()

    def is_empty(self) -> bool:
        return self._image.isNull()

    def picture(self) -> QImage:
        return self._image

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(30, self), theme.spacing(30, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.spacing(12, self), theme.spacing(12, self))

    def paint_content(self, painter: QPainter) -> None:
        size = self._image.size()
        place = crisp_rect(QRectF(self.rect()), size.width(), size.height(), self.devicePixelRatioF())
        draw_crisp(painter, place, self._image, QRect(0, 0, size.width(), size.height()))
