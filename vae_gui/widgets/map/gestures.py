"""What the mouse means on the map: hovering, picking, drawing a path, moving and zooming the view."""

from enum import Enum, auto

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

ZOOM_STEP = 1.25  # a notch of the wheel, a press of a key
_NOTCH = 120.0


class _Drag(Enum):
    NONE = auto()
    PRESSED = auto()
    DRAWING = auto()
    PANNING = auto()
    ZOOMING = auto()


class MapGestures(QObject):
    """Translates mouse events, in widget coordinates, into intentions.

    Signals: hovered(at), picked(at), pick_withdrawn() when a click turns out to be half of a double click,
    drawing_started(at), drawing_moved(at), drawing_ended(), panned(by pixels), zoomed(factor, at), fit_requested(),
    dragging_changed(bool: the view is being moved).
    """

    hovered = Signal(QPointF)
    picked = Signal(QPointF)
    pick_withdrawn = Signal()
    drawing_started = Signal(QPointF)
    drawing_moved = Signal(QPointF)
    drawing_ended = Signal()
    panned = Signal(QPointF)
    zoomed = Signal(float, QPointF)
    fit_requested = Signal()
    dragging_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.space_held = False
        self._drag = _Drag.NONE
        self._start = QPointF()
        self._last = QPointF()

    @property
    def moving_view(self) -> bool:
        return self._drag in (_Drag.PANNING, _Drag.ZOOMING)

    @property
    def drawing(self) -> bool:
        return self._drag is _Drag.DRAWING

    def press(self, event: QMouseEvent) -> None:
        self._start = self._last = event.position()
        pans = event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton) or self.space_held
        if pans:
            self._begin(_Drag.PANNING)
        elif event.button() == Qt.MouseButton.LeftButton:
            zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._begin(_Drag.ZOOMING if zooms else _Drag.PRESSED)

    def move(self, event: QMouseEvent) -> None:
        at, by = event.position(), event.position() - self._last
        if not event.buttons():
            self._abandon()
        if self._drag is _Drag.PRESSED and self._far(at):
            self._drag = _Drag.DRAWING
            self.drawing_started.emit(self._start)
        if self._drag is _Drag.NONE:
            self.hovered.emit(at)
        elif self._drag is _Drag.DRAWING:
            self.drawing_moved.emit(at)
        elif self._drag is _Drag.PANNING:
            self.panned.emit(by)
        elif self._drag is _Drag.ZOOMING:
            self.zoomed.emit(1.01 ** -by.y(), self._start)
        self._last = at

    def release(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, _Drag.NONE
        if drag is _Drag.PRESSED:
            self.picked.emit(event.position())
        elif drag is _Drag.DRAWING:
            self.drawing_ended.emit()
        elif drag is not _Drag.NONE:
            self.dragging_changed.emit(False)

    def double_click(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self.space_held:
            self.pick_withdrawn.emit()
            self.fit_requested.emit()

    def wheel(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.pixelDelta().y()
        if turned:
            self.zoomed.emit(ZOOM_STEP ** (turned / _NOTCH), event.position())

    def _abandon(self) -> None:
        """Ends a drag whose release was told to another widget, as where a key has opened another view meanwhile."""
        drag, self._drag = self._drag, _Drag.NONE
        if drag is _Drag.DRAWING:
            self.drawing_ended.emit()
        elif drag in (_Drag.PANNING, _Drag.ZOOMING):
            self.dragging_changed.emit(False)

    def _begin(self, drag: _Drag) -> None:
        self._drag = drag
        if self.moving_view:
            self.dragging_changed.emit(True)

    def _far(self, at: QPointF) -> bool:
        return (at - self._start).manhattanLength() >= QApplication.startDragDistance()
