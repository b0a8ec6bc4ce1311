"""A strip of decoded frames that fills while a path is drawn."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vae_gui import theme

_HINTS = (
    "Click the map to pin a point, drag to draw a path, turn the wheel to zoom, hold Space and drag to move",
    "Click to pin a point, drag to draw a path, turn the wheel to zoom",
    "Drag across the map to draw a path",
    "Drag: a path",
)
HINT_FLAGS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_GAP, _HINT_MARGIN = 2.0, 4.0  # pixels


class FilmStrip(QWidget):
    """Frames side by side; of more than there is room for an even choice, from the first to the last.

    Signals: frame_chosen(index).
    """

    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames = np.empty((0, 1, 1), dtype=np.uint8)
        self._position: int | None = None
        self._turned = 0.0  # of the wheel, in notches that did not make a whole frame yet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Film strip of the path")
        self.setAccessibleDescription(
            "Left and right arrows step through the frames of the path, Home and End go to its ends."
        )
        self.setToolTip("The path, decoded: click a frame to see it, turn the wheel to go frame by frame.")
        theme.follow(self, self.update)

    @property
    def frames(self) -> np.ndarray:
        """`(n, H, W)` uint8."""
        return self._frames

    @property
    def position(self) -> int | None:
        return self._position

    @property
    def frames_in_sight(self) -> list[int]:
        """The indices of what is painted, in order; the frame that is shown large stands in for its nearest neighbour."""
        count = len(self._frames)
        shown = np.linspace(0, max(0, count - 1), min(count, self._room)).astype(int)
        if self._position is not None and len(shown):
            shown[np.abs(shown - self._position).argmin()] = self._position
        return shown.tolist()

    def set_frames(self, frames: np.ndarray) -> None:
        """frames: `(n, H, W)` uint8."""
        self._frames = np.ascontiguousarray(frames)
        self._position = None if self._position is None or self._position >= len(frames) else self._position
        self.update()

    def set_position(self, position: int | None) -> None:
        """Marks the frame that is shown large, and puts it among those in sight."""
        self._position = position
        self.update()

    def frame_rect(self, index: int) -> QRectF:
        """Where a frame that is in sight is painted, in widget coordinates."""
        return self._place(self.frames_in_sight.index(index))

    def frame_at(self, at: QPoint) -> int | None:
        shown, number = self.frames_in_sight, int(at.x() // self._step)
        return shown[number] if 0 <= number < len(shown) else None

    def tip_at(self, at: QPointF) -> str:
        index = self.frame_at(at.toPoint())
        return self.toolTip() if index is None else f"Frame {index + 1} of {len(self._frames)}. {self.toolTip()}"

    def _place(self, number: int) -> QRectF:
        return QRectF(number * self._step, _GAP, self._width, self._height)

    @property
    def _height(self) -> float:
        return max(8.0, self.height() - 2 * _GAP)

    @property
    def _width(self) -> float:
        height, width = self._frames.shape[1:]
        return self._height * width / height

    @property
    def _room(self) -> int:
        """How many frames there is room for."""
        return max(1, int((self.width() + _GAP) / (self._width + _GAP)))

    @property
    def _step(self) -> float:
        """From frame to frame; a path that was thinned reaches from rim to rim."""
        room = self._room
        thinned = len(self._frames) > room > 1
        return (self.width() - self._width) / (room - 1) if thinned else self._width + _GAP

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(self.font()).height()
        return QSize(round(20 * line), round(3.2 * line))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().height(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(theme.colours().surface))
        for number, index in enumerate(self.frames_in_sight):
            self._paint_frame(painter, index, self._place(number))
        if not len(self._frames):
            painter.setPen(QColor(theme.colours().muted))
            painter.drawText(self._hint_room, HINT_FLAGS, self.hint)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    @property
    def hint(self) -> str:
        """As much of what the hand can do as there is room for; nobody sees it once there are frames."""
        metrics, room = QFontMetricsF(self.font()), self._hint_room
        return next(
            (text for text in _HINTS if room.contains(metrics.boundingRect(room, HINT_FLAGS, text))), _HINTS[-1]
        )

    @property
    def _hint_room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_HINT_MARGIN, 0, -_HINT_MARGIN, 0)

    def _paint_frame(self, painter: QPainter, index: int, box: QRectF) -> None:
        frame = self._frames[index]
        height, width = frame.shape
        painter.drawImage(box, QImage(frame.data, width, height, width, QImage.Format.Format_Grayscale8))
        if index == self._position:
            painter.setPen(QPen(QColor(theme.colours().accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1.5, 1.5, -1.5, -1.5))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.frame_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self.frame_chosen.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.frame_at(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton and index not in (None, self._position):
            self.frame_chosen.emit(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += (event.angleDelta().x() - event.angleDelta().y()) / 120.0
        whole = int(self._turned)
        self._turned -= whole
        if whole:
            self._go(whole)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._frames)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -count, Qt.Key.Key_End: count}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not count:
            super().keyPressEvent(event)
        else:
            self._go(step)

    def _go(self, step: int) -> None:
        """So many frames on, as far as there are any."""
        if len(self._frames):
            before = -1 if self._position is None else self._position
            self.frame_chosen.emit(min(max(before + step, 0), len(self._frames) - 1))
