"""A page over whose lower rim something can be laid without moving what is on it."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class OverlayPage(QWidget):
    """`content` fills it; `overlay`, while it is shown, covers as much of the lower rim as it needs."""

    def __init__(self, content: QWidget, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlay = overlay
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
        height = self._overlay.sizeHint().height()
        layout = self._overlay.layout()
        if layout is not None and layout.hasHeightForWidth():
            height = layout.totalHeightForWidth(self.width())
        height = min(height, self.height())
        self._overlay.setGeometry(0, self.height() - height, self.width(), height)
        self._overlay.raise_()
