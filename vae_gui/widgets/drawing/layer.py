"""One layer of a drawing: ink as greyscale pixels that strokes add to or take away from."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from vae_gui.widgets.drawing.stroke import Piece
from vae_gui.widgets.pictures.greyscale import grey_pixels, to_qimage

INK, BARE = QColor(255, 255, 255), QColor(0, 0, 0)


class InkLayer:
    """`image` is Grayscale8 and square; taking it is cheap, for Qt copies it only when it is painted on again."""

    def __init__(self, side: int) -> None:
        self.image = QImage(side, side, QImage.Format.Format_Grayscale8)
        self.image.fill(0)

    def paint(self, piece: Piece, *, erase: bool) -> QRect:
        """Returns the part of the image that may have changed."""
        painter = QPainter(self.image)
        try:
            piece.paint(painter, BARE if erase else INK)
        finally:
            painter.end()
        return piece.extent()

    def pixels(self) -> NDArray[np.uint8]:
        """A copy, `(side, side)`, 255 where there is ink."""
        return grey_pixels(self.image)

    def is_empty(self) -> bool:
        """Looks at the image itself: this is asked at every point of a stroke."""
        return not np.frombuffer(self.image.constBits(), np.uint8).any()


def blank(side: int) -> QImage:
    return InkLayer(side).image


def as_layer_image(pixels: NDArray[np.uint8]) -> QImage:
    """`(side, side)` uint8 as a layer holds it."""
    return to_qimage(pixels)
