"""From a drawing to what a model of digits has been trained on.

MNIST's digits were scaled into a box of 20 x 20 pixels with their aspect kept, antialiased, and shifted by whole pixels so that
their centre of mass lies in the middle of 28 x 28 (LeCun 1998, "Gradient-based learning applied to document recognition",
section III-A). The middle is that of the pixel at row and column 14, as the data themselves show.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]

SIDE = 28
BOX = 20
MIDDLE = 14.5  # in pixels from the edge


@dataclass(frozen=True)
class Placement:
    """The square window of a drawing that becomes the model's image: its left, top and side, in the drawing's pixels."""

    left: float
    top: float
    side: float

    def apply(self, drawing: Grey, size: int = SIDE) -> Grey:
        """The window of `(H, W)` as `(size, size)`, antialiased; black where it leaves the drawing."""
        height, width = drawing.shape
        margin = math.ceil(
            max(-self.left, -self.top, self.left + self.side - width, self.top + self.side - height, 0.0)
        )
        left, top = self.left + margin, self.top + margin
        box = (left, top, min(left + self.side, width + 2 * margin), min(top + self.side, height + 2 * margin))
        picture = Image.fromarray(np.pad(drawing, margin) if margin else drawing)
        return np.asarray(picture.resize((size, size), Image.Resampling.BOX, box=box))


def whole(drawing: Grey) -> Placement:
    """The whole drawing `(H, W)`, with its aspect kept, in the middle."""
    height, width = drawing.shape
    side = max(height, width)
    return Placement((width - side) / 2, (height - side) / 2, side)


def as_training_digit(drawing: Grey) -> Placement:
    """Where MNIST's makers would have put the ink of `(H, W)`, light on black; the whole drawing where there is none."""
    rows, columns = np.flatnonzero(drawing.any(1)), np.flatnonzero(drawing.any(0))
    if not len(rows):
        return whole(drawing)
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    pixel = max(bottom - top, right - left) / BOX
    ink = drawing[top:bottom, left:right].astype(np.float32)
    return Placement(left - _before(ink.sum(0), pixel) * pixel, top - _before(ink.sum(1), pixel) * pixel, SIDE * pixel)


def _before(ink: NDArray[np.float32], pixel: float) -> int:
    """Whole model pixels before the ink's box along one axis, so that the centre of mass comes nearest to the middle.

    ink: sums over the other axis. The box never leaves the image.
    """
    centre = float((np.arange(len(ink)) + 0.5) @ ink) / float(ink.sum()) / pixel
    most = math.floor(SIDE - len(ink) / pixel + 1e-6)
    return min(max(round(MIDDLE - centre), 0), most)


def to_drawing(image: Grey, side: int) -> Grey:
    """An image `(H, W)` of any size as a drawing `(side, side)`: aspect kept, in the middle, small ones in crisp blocks."""
    window = whole(image)
    if window.side * 4 > side:
        return window.apply(image, side)
    blocks = int(side // window.side)
    enlarged = image.repeat(blocks, 0).repeat(blocks, 1)
    drawing = np.zeros((side, side), np.uint8)
    top, left = (side - enlarged.shape[0]) // 2, (side - enlarged.shape[1]) // 2
    drawing[top : top + enlarged.shape[0], left : left + enlarged.shape[1]] = enlarged
    return drawing
