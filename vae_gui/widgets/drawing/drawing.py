"""A drawing and its history: two layers, ink and mask, that strokes change; one stroke is one step of undo."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRect, Signal
from PySide6.QtGui import QImage, QUndoStack

from vae_gui.widgets.drawing.layer import InkLayer, as_layer_image, blank
from vae_gui.widgets.drawing.stroke import BrushStroke, Piece
from vae_gui.widgets.drawing.tools import Tool
from vae_gui.widgets.drawing.undo import LayerChange

SIDE = 448  # pixels of the drawing: 16 for each one that a model sees
UNDO_LIMIT = 100


class Drawing(QObject):
    """Points and widths are in pixels of the drawing.

    Signals:
        stroke_changed(): the ink is different, at every point of a stroke; `pixels` has it for those who want it.
        mask_changed(): the mask is, likewise; `mask_pixels` has it.
        touched(QRect): the part that looks different now.
    """

    stroke_changed = Signal()
    mask_changed = Signal()
    touched = Signal(QRect)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.ink, self.mask = InkLayer(SIDE), InkLayer(SIDE)
        self.tool = Tool.PEN  # of the stroke under way, or the last one
        self._stroke: BrushStroke | None = None
        self._before = QImage()

    def pixels(self) -> NDArray[np.uint8]:
        """The ink, `(SIDE, SIDE)`."""
        return self.ink.pixels()

    def mask_pixels(self) -> NDArray[np.uint8]:
        return self.mask.pixels()

    def set_pixels(self, pixels: NDArray[np.uint8], text: str = "Load an image") -> None:
        """`(SIDE, SIDE)` uint8 in the place of the ink; can be undone."""
        self._replace(self.ink, as_layer_image(pixels), text)

    def clear(self) -> None:
        self._replace(self.ink, blank(SIDE), "Clear the drawing")

    def clear_mask(self) -> None:
        self._replace(self.mask, blank(SIDE), "Clear the mask")

    # Strokes

    def begin_stroke(self, at: QPointF, width: float, tool: Tool) -> None:
        self.end_stroke()
        self.tool = tool
        self._before = QImage(self._layer.image)
        self._stroke = BrushStroke(at, width)
        self._layer.paint(self._stroke.dot(), erase=tool.erases)
        self._tell(self._stroke.dot().extent())

    def extend_stroke(self, at: QPointF, width: float) -> None:
        """Does nothing where no stroke has begun."""
        if self._stroke is not None:
            old_tail = self._stroke.tail().extent()
            changed = self._layer.paint(self._stroke.add(at, width), erase=self.tool.erases)
            self._tell(old_tail | changed | self._stroke.tail().extent())

    def end_stroke(self) -> None:
        """Makes the stroke one step of the history, if it has changed anything."""
        if self._stroke is not None:
            self._layer.paint(self._stroke.tail(), erase=self.tool.erases)
            self._stroke = None
            if self._layer.image != self._before:
                self._push(self.tool.value, self._layer, self._before, QImage(self._layer.image))

    def cancel_stroke(self) -> None:
        if self._stroke is not None:
            self._show(self._layer, self._before)

    @property
    def drawing_now(self) -> bool:
        return self._stroke is not None

    @property
    def tail(self) -> Piece | None:
        """What the hand has drawn but the curve has not reached yet; not part of the layer."""
        return self._stroke.tail() if self._stroke is not None and not self.tool.erases else None

    # Changes

    @property
    def _layer(self) -> InkLayer:
        return self.mask if self.tool.masks else self.ink

    def _replace(self, layer: InkLayer, image: QImage, text: str) -> None:
        self.cancel_stroke()
        if image != layer.image:
            self._push(text, layer, QImage(layer.image), image)

    def _push(self, text: str, layer: InkLayer, before: QImage, after: QImage) -> None:
        self.undo_stack.push(LayerChange(text, layer, before, after, self._show))

    def _show(self, layer: InkLayer, image: QImage) -> None:
        self._stroke = None
        layer.image = QImage(image)
        self._emit(layer, layer.image.rect())

    def _tell(self, dirty: QRect) -> None:
        self._emit(self._layer, dirty)

    def _emit(self, layer: InkLayer, dirty: QRect) -> None:
        self.touched.emit(dirty)
        (self.mask_changed if layer is self.mask else self.stroke_changed).emit()
