"""A text of changing length that does not push around what stands below it."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class SteadyLabel(QWidget):
    """Wraps `label`; keeps the height of its longest text so far, and at least that of `lines` lines.

    The label is no part of a layout: each new text would lay out all that it stands in. Only one that is taller does.
    """

    def __init__(
        self, text: str = "", lines: int = 1, parent: QWidget | None = None, *, selectable: bool = False
    ) -> None:
        """`selectable`: whether the mouse can mark and copy the text."""
        super().__init__(parent)
        self._lines = lines
        self._selectable = selectable
        self._tallest: dict[int, int] = {}  # by width
        self.label = QLabel(text, self)
        self.label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        return self.label.text()

    def setText(self, text: str) -> None:  # named as a QLabel's
        if text == self.label.text():
            return
        self.label.setText(text)
        if self._fit(self.width()) > self.height():
            self.updateGeometry()

    def clear(self) -> None:
        self.setText("")

    def heightForWidth(self, width: int) -> int:
        return self._tallest[width] if width in self._tallest else self._fit(width)

    def _fit(self, width: int) -> int:
        before = self._tallest.get(width) or self._least()
        self._tallest[width] = max(self.label.heightForWidth(width), before)
        return self._tallest[width]

    def _least(self) -> int:
        """The height of so many lines, as a label measures it."""
        lines, metrics = "\n".join("X" * self._lines), QFontMetrics(self.label.font())
        return metrics.boundingRect(QRect(0, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, lines).height()

    def sizeHint(self) -> QSize:
        return self.label.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.label.minimumSizeHint()

    def forget(self) -> None:
        """Another kind of text follows, of another usual length."""
        self._tallest.clear()
        self.updateGeometry()

    def enterEvent(self, event: QEnterEvent) -> None:
        # Only under the mouse: a text that can be marked is a document, which takes ten times as long to set.
        if self._selectable:
            self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.label.hasSelectedText():
            self.label.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)  # a label's own
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.label.setGeometry(self.rect())
        if self._fit(self.width()) > self.height():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.forget()
        super().changeEvent(event)
