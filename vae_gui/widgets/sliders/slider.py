"""A slider that goes where its groove is clicked, and can be dragged on from there."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget


class Slider(QSlider):
    """A horizontal one; the keys page as they do on any slider."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._on_handle(event.position()):
            self.setValue(self.value_at(event.position().x()))
        super().mousePressEvent(event)  # the handle is under the pointer now, so this takes hold of it

    def value_at(self, x: float) -> int:
        """The value whose handle has its middle at `x`, in pixels of the widget."""
        groove, handle = self._part(QStyle.SubControl.SC_SliderGroove), self._part(QStyle.SubControl.SC_SliderHandle)
        room = groove.width() - handle.width()
        place = round(x) - groove.x() - handle.width() // 2
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, room, self._option().upsideDown)

    def _on_handle(self, place: QPointF) -> bool:
        return self._part(QStyle.SubControl.SC_SliderHandle).contains(place.toPoint())

    def _part(self, part: QStyle.SubControl) -> QRect:
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, self._option(), part, self)

    def _option(self) -> QStyleOptionSlider:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return option
