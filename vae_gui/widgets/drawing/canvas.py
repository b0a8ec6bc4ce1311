"""A black board to draw on in white, with mouse, pen, finger or keys; a second layer marks what is hidden."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_gui import theme
from vae_gui.widgets.drawing.drawing import SIDE, Drawing
from vae_gui.widgets.drawing.painting import BoardLook, paint_board
from vae_gui.widgets.drawing.tools import Tool
from vae_gui.widgets.files.dropped_files import image_files

NARROWEST, WIDEST, USUAL_WIDTH = 8, 96, 36
_STEP = 8.0
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-_STEP, 0),
    Qt.Key.Key_Right: QPointF(_STEP, 0),
    Qt.Key.Key_Up: QPointF(0, -_STEP),
    Qt.Key.Key_Down: QPointF(0, _STEP),
}


class DrawingCanvas(QWidget):
    """Arrow keys move a cursor, and while Space is held it draws; Esc cancels an unfinished stroke.

    Signals:
        file_dropped(object): the Path of a file. image_dropped(object): a QImage.
    """

    file_dropped = Signal(object)
    image_dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = Drawing(self)
        self.tool = Tool.PEN
        self.brush_width = float(USUAL_WIDTH)  # of a middling pressure, in pixels of the drawing
        self.cursor_at: QPointF | None = None
        self._blank = True
        self.drawing.touched.connect(self._touched)
        self.setAccessibleName("Drawing")
        self.setToolTip("Draw here with mouse, pen or finger; or with the arrow keys while Space is held")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAcceptDrops(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        theme.follow(self, self.update)

    # Coordinates

    def board(self) -> QRectF:
        """The square of the widget that is drawn on, close to the tools above it."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, 0, side, side)

    def to_image(self, position: QPointF) -> QPointF:
        """From widget to drawing coordinates; the one place where they are turned into each other."""
        board = self.board()
        return (position - board.topLeft()) * (SIDE / max(board.width(), 1.0))

    def to_widget(self) -> QTransform:
        """The inverse of `to_image`."""
        board = self.board()
        scale = board.width() / SIDE
        return QTransform.fromTranslate(board.x(), board.y()).scale(scale, scale)

    def _touched(self, part: QRect) -> None:
        if self._blank != self.drawing.ink.is_empty():  # the words on an empty board come or go
            self._blank = not self._blank
            self.update()
        self.update(self.to_widget().mapRect(QRectF(part)).toAlignedRect().adjusted(-1, -1, 1, 1))

    # Mouse, pen, finger

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.to_image(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self.drawing.begin_stroke(at, self.brush_width, self.tool)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.to_image(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.drawing.extend_stroke(at, self.brush_width)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.drawing.end_stroke()

    def tabletEvent(self, event: QTabletEvent) -> None:
        at, width = self.to_image(event.position()), self._pressed_width(event.pressure())
        if event.type() == QEvent.Type.TabletPress:
            turned = event.pointerType() == QPointingDevice.PointerType.Eraser
            self.drawing.begin_stroke(at, width, Tool.ERASER if turned and self.tool is Tool.PEN else self.tool)
        elif event.type() == QEvent.Type.TabletMove:
            self.drawing.extend_stroke(at, width)
        else:
            self.drawing.end_stroke()
        event.accept()

    def _pressed_width(self, pressure: float) -> float:
        """The brush's width at half the pressure; from a quarter to twice of it."""
        return self.brush_width * max(0.25, 2 * pressure)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.drawing.drawing_now:
            event.accept()  # a stroke under way is what Esc takes back, whatever else it could do
            return True
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        """The first finger draws."""
        points = event.points()
        at = self.to_image(points[0].position()) if points else QPointF()
        if event.type() == QEvent.Type.TouchBegin:
            self.drawing.begin_stroke(at, self.brush_width, self.tool)
        elif event.type() == QEvent.Type.TouchUpdate:
            self.drawing.extend_stroke(at, self.brush_width)
        elif event.type() == QEvent.Type.TouchEnd:
            self.drawing.end_stroke()
        else:
            self.drawing.cancel_stroke()
        event.accept()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self._move_cursor(_ARROWS[key] * (0.25 if event.modifiers() else 1.0))
        elif key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.drawing.begin_stroke(self._cursor(), self.brush_width, self.tool)
        elif key == Qt.Key.Key_Escape and self.drawing.drawing_now:
            self.drawing.cancel_stroke()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.drawing.end_stroke()

    def _cursor(self) -> QPointF:
        if self.cursor_at is None:
            self.cursor_at = QPointF(SIDE / 2, SIDE / 2)
        return self.cursor_at

    def _move_cursor(self, by: QPointF) -> None:
        at = self._cursor() + by
        self.cursor_at = QPointF(min(max(at.x(), 0.0), SIDE), min(max(at.y(), 0.0), SIDE))
        self.drawing.extend_stroke(self.cursor_at, self.brush_width)
        self.update()

    # Dropped images

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasImage() or image_files(data):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        files = image_files(data)
        if files:
            self.file_dropped.emit(files[0])
        elif data.hasImage():
            self.image_dropped.emit(QImage(data.imageData()))
        event.acceptProposedAction()

    # Painting

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(48, self), theme.spacing(48, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.spacing(20, self), theme.spacing(20, self))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            look = BoardLook(self.board(), self.to_widget(), self.hasFocus(), self.cursor_at, self.brush_width)
            paint_board(painter, self.drawing, look, event.rect())
        finally:
            painter.end()
