"""A text of changing length that does not push around what stands below it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget


class SteadyLabel(QLabel):
    """Wraps; keeps the height of its longest text so far, and at least that of `lines` lines."""

    def __init__(self, text: str = "", lines: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._lines = lines
        self._tallest: dict[int, int] = {}  # by width
        self._measured: dict[int, str] = {}  # the text that was measured last, by width
        self.setWordWrap(True)

    def heightForWidth(self, width: int) -> int:
        if self._measured.get(width) != self.text():  # layouts ask again and again
            least = self._lines * QFontMetrics(self.font()).lineSpacing()
            self._tallest[width] = max(super().heightForWidth(width), self._tallest.get(width, least))
            self._measured[width] = self.text()
        return self._tallest[width]

    def forget(self) -> None:
        """Another kind of text follows, of another usual length."""
        self._tallest.clear()
        self._measured.clear()
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.forget()
        super().changeEvent(event)
