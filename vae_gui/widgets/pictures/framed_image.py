"""One grey image, shown large, with a caption under it."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.greyscale import to_uint8


class FramedImage(QWidget):
    """Shows a grey image as large as it fits. An empty frame stands for no image."""

    def __init__(self, caption: str, lines: float = 7.0, parent: QWidget | None = None) -> None:
        """lines: side of the picture in lines of text."""
        super().__init__(parent)
        self.caption = caption
        self._lines = lines
        self._image: np.ndarray | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption)
        self.setToolTip(caption)
        theme.follow(self, self.update)

    @property
    def image(self) -> np.ndarray | None:
        """`(H, W)` uint8, or None."""
        return self._image

    def set_image(self, image: np.ndarray | None, caption: str | None = None) -> None:
        """image: `(H, W)` uint8, or float in [0, 1]."""
        self._image = None if image is None else np.ascontiguousarray(to_uint8(image))
        if caption is not None:
            self.caption = caption
            self.setAccessibleName(caption)
        self.update()

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(self.font()).height()
        return QSize(round(self._lines * line), round((self._lines + 1.3) * line))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def image_rect(self) -> QRectF:
        """The square the image is painted into."""
        side = min(self.width(), self.height() - 1.3 * QFontMetricsF(self.font()).height())
        return QRectF((self.width() - side) / 2, 0, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        square = self.image_rect
        if self._image is not None:
            height, width = self._image.shape
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, square.width() < 4 * width)
            painter.drawImage(square, QImage(self._image.data, width, height, width, QImage.Format.Format_Grayscale8))
        painter.setPen(QPen(QColor(theme.colours().grid), 1))
        painter.drawRect(square.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(theme.colours().muted))
        below = QRectF(0, square.bottom(), self.width(), self.height() - square.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.caption)
        painter.end()
