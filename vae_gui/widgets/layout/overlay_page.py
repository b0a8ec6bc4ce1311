"""A page over which something can be laid without moving what is on it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class OverlayPage(QWidget):
    """`content` fills it; `overlay`, while it is shown, lies where `free` says that nothing is, or over the lower rim.

    `free` returns a part of the page, in the page's pixels, that holds nothing; what does not fit there covers as much
    of the lower rim as it needs.
    """

    def __init__(
        self, content: QWidget, overlay: QWidget, free: Callable[[], QRect] = QRect, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self._free = free
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)
        overlay.setParent(self)
        overlay.setAutoFillBackground(True)
        overlay.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        free = self._free()
        if self._overlay.minimumSizeHint().width() <= free.width() and self._height_at(free.width()) <= free.height():
            self._overlay.setGeometry(free)
        else:
            height = min(self._height_at(self.width()), self.height())
            self._overlay.setGeometry(0, self.height() - height, self.width(), height)
        self._overlay.raise_()

    def _height_at(self, width: int) -> int:
        layout = self._overlay.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return self._overlay.sizeHint().height()
