"""A strip of decoded frames that fills while a path is drawn."""

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_gui import theme

_HINTS = (
    "Click the map to pin a point, drag to draw a path, turn the wheel to zoom, hold Space and drag to move",
    "Click to pin a point, drag to draw a path, turn the wheel to zoom",
    "Drag across the map to draw a path",
)


class FilmStrip(QWidget):
    """Frames side by side; where they are too many, the ones around the current frame.

    Signals: frame_chosen(index).
    """

    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames = np.empty((0, 1, 1), dtype=np.uint8)
        self._position: int | None = None
        self._first = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Film strip of the path")
        self.setAccessibleDescription("Left and right arrows step through the frames of the path.")
        self.setToolTip("The path, decoded: click a frame to see it, turn the wheel to move along.")
        theme.follow(self, self.update)

    @property
    def frames(self) -> np.ndarray:
        """`(n, H, W)` uint8."""
        return self._frames

    @property
    def position(self) -> int | None:
        return self._position

    def set_frames(self, frames: np.ndarray) -> None:
        """frames: `(n, H, W)` uint8. Shows the last ones, so that a growing path stays in sight."""
        grew = len(frames) > len(self._frames)
        self._frames = np.ascontiguousarray(frames)
        self._position = None if self._position is None or self._position >= len(frames) else self._position
        self._first = max(0.0, len(frames) - self._room) if grew else min(self._first, max(0, len(frames) - self._room))
        self.update()

    def set_position(self, position: int | None) -> None:
        """Marks the frame that is shown large, and brings it into sight."""
        self._position = position
        if position is not None:
            room = self._room
            self._first = min(max(self._first, position - room + 1.5), max(position - 0.5, 0.0))
            self._first = min(max(self._first, 0.0), max(0.0, len(self._frames) - room))
        self.update()

    def frame_rect(self, index: int) -> QRectF:
        """Where a frame is painted, in widget coordinates."""
        side = self._side
        return QRectF((index - self._first) * (side + self._gap), self._gap, side, side)

    def frame_at(self, at: QPoint) -> int | None:
        index = int(np.floor(at.x() / (self._side + self._gap) + self._first))
        return index if 0 <= index < len(self._frames) else None

    @property
    def _gap(self) -> float:
        return 2.0

    @property
    def _side(self) -> float:
        return max(8.0, self.height() - 2 * self._gap)

    @property
    def _room(self) -> float:
        return self.width() / (self._side + self._gap)

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(self.font()).height()
        return QSize(round(20 * line), round(3.2 * line))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().height(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(theme.colours().surface))
        first = max(0, int(self._first))
        for index in range(first, min(len(self._frames), int(self._first + self._room) + 1)):
            self._paint_frame(painter, index)
        if not len(self._frames):
            painter.setPen(QColor(theme.colours().muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._hint())
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _hint(self) -> str:
        """As much of what the hand can do as there is room for."""
        metrics = QFontMetricsF(self.font())
        fitting = [text for text in _HINTS if metrics.horizontalAdvance(text) < 0.95 * self.width()]
        return fitting[0] if fitting else ""

    def _paint_frame(self, painter: QPainter, index: int) -> None:
        frame, box = self._frames[index], self.frame_rect(index)
        height, width = frame.shape
        painter.drawImage(box, QImage(frame.data, width, height, width, QImage.Format.Format_Grayscale8))
        if index == self._position:
            painter.setPen(QPen(QColor(theme.colours().accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1.5, 1.5, -1.5, -1.5))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.frame_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self.frame_chosen.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.frame_at(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton and index not in (None, self._position):
            self.frame_chosen.emit(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = (event.angleDelta().y() or -event.angleDelta().x()) / 120.0
        self._first = min(max(self._first - 2 * turned, 0.0), max(0.0, len(self._frames) - self._room))
        self.update()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not len(self._frames):
            super().keyPressEvent(event)
            return
        before = -1 if self._position is None else self._position
        self.frame_chosen.emit(min(max(before + step, 0), len(self._frames) - 1))
