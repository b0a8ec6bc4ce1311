"""A page that fills the room it has, and scrolls where that is less than the least it needs."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class PageScroll(QScrollArea):
    """Unlike a bare scroll area it never asks for the height that the page would like, only for the one it must have."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(_Holder(page))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Scrolls to what gets the focus, but not where it goes because the page is put out of sight."""
        return QWidget.focusNextPrevChild(self, forward) if self.isHidden() else super().focusNextPrevChild(forward)


class _Holder(QWidget):
    """Has no layout, because a scroll area takes a layout's preferred height where text in it wraps."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        page.setParent(self)
        page.show()

    def minimumSizeHint(self) -> QSize:
        least, layout = self._page.minimumSizeHint(), self._page.layout()
        if layout is None or not layout.hasHeightForWidth():
            return least
        return QSize(least.width(), max(least.height(), layout.totalMinimumHeightForWidth(self._width(least))))

    def _width(self, least: QSize) -> int:
        holder = self.parentWidget()
        return max(least.width(), holder.width() if holder is not None else 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._page.setGeometry(self.rect())
