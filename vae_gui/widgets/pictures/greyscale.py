"""Greyscale arrays as pictures: numpy in, QImage out, each QImage with memory of its own."""

import math
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

Grey = NDArray[np.uint8]


def to_uint8(images: NDArray[np.floating] | Grey) -> Grey:
    """Any shape, float in [0, 1] or uint8, as uint8; values outside are clipped and NaN becomes black."""
    if images.dtype == np.uint8:
        return cast(Grey, images)
    scaled = np.nan_to_num(np.asarray(images, dtype=np.float32), nan=0.0) * 255.0
    return np.clip(scaled + 0.5, 0.0, 255.0).astype(np.uint8)


def to_qimage(grey: Grey, inverted: bool = False) -> QImage:
    """A uint8 picture `(H, W)` as a QImage, white ink on black unless `inverted`. Raises ValueError for another shape or type."""
    if grey.ndim != 2 or grey.dtype != np.uint8:
        raise ValueError(f"A greyscale picture is a uint8 array (H, W), not {grey.dtype} {grey.shape}.")
    rows = np.ascontiguousarray(255 - grey if inverted else grey)
    height, width = rows.shape
    # The QImage only borrows the array's memory; copy() gives it its own.
    return QImage(rows.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


def grey_pixels(image: QImage) -> Grey:
    """The brightness of a picture: `(H, W)` uint8."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


def rgb_qimage(colours: NDArray[np.uint8]) -> QImage:
    """A uint8 picture `(H, W, 3)` as a QImage."""
    rows = np.ascontiguousarray(colours)
    height, width, _ = rows.shape
    return QImage(rows.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def montage(images: Grey, columns: int, gap: int = 0, ground: int = 0) -> Grey:
    """Images `(n, H, W)` side by side, row by row: `(rows * (H + gap) - gap, columns * (W + gap) - gap)`, empty places `ground`."""
    count, height, width = images.shape
    columns = max(1, columns)
    rows = max(1, math.ceil(count / columns))
    cells = np.full((rows * columns, height + gap, width + gap), ground, dtype=np.uint8)
    cells[:count, :height, :width] = images
    sheet = cells.reshape(rows, columns, height + gap, width + gap).transpose(0, 2, 1, 3)
    flat = sheet.reshape(rows * (height + gap), columns * (width + gap))
    return np.ascontiguousarray(flat[: rows * (height + gap) - gap, : columns * (width + gap) - gap])


def enlarged(image: QImage, factor: int) -> QImage:
    """Every pixel as a crisp square of `factor` pixels."""
    size = image.size() * max(1, factor)
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.FastTransformation)
