"""A few short texts in colours of their own, at the right edge: numbers that change often and must cost nothing else."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_gui import theme


class ColouredValues(QWidget):
    """Paints its texts itself: a label's new text would lay out the row, and all rows that it stands in."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._texts: tuple[tuple[str, str], ...] = ()

    def set_texts(self, texts: Sequence[tuple[str, str]]) -> None:
        """(text, "#rrggbb") from left to right."""
        if tuple(texts) != self._texts:
            self._texts = tuple(texts)
            self.setAccessibleDescription(", ".join(text for text, _ in texts))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(10, self), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, metrics = QPainter(self), QFontMetricsF(self.font())
        right = float(self.width())
        for text, colour in reversed(self._texts):
            width = metrics.horizontalAdvance(text)
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(right - width, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + theme.spacing(1.5, self)
        painter.end()


def in_nats(value: float) -> str:
    """Four or five digits, whatever the size."""
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.2f}"
