"""One line of text that takes no more room than there is: a longer one loses its middle, and is whole in the tooltip."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from vae_gui import theme

_LEAST_UNITS = 6
_NOTHING = "\N{NO-BREAK SPACE}"  # as high as any text


class ElidedLabel(QWidget):
    """Wraps `label`, which shows as much of the text as fits; `tip` says what the text is."""

    def __init__(self, text: str = "", tip: str = "", most: float = 0.0, parent: QWidget | None = None) -> None:
        """most: units of `theme.spacing` that it is wide at most; 0 for no limit."""
        super().__init__(parent)
        self._text, self._tip, self._most = "", tip, most
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        """All of it."""
        return self._text

    def setText(self, text: str) -> None:  # named as a QLabel's
        self._text = text
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = self.label.fontMetrics().horizontalAdvance(self._text or _NOTHING) + self._around
        most = theme.spacing(self._most, self) if self._most else width
        return QSize(min(width, most), self.label.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), theme.spacing(_LEAST_UNITS, self)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.label.setGeometry(self.rect())
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The label has another font or style, and so another width."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.Polish):
            self._fit()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    @property
    def _around(self) -> int:
        """What a label adds to the width of its text."""
        return self.label.sizeHint().width() - self.label.fontMetrics().horizontalAdvance(self.label.text()) + 1

    def _fit(self) -> None:
        metrics, room = self.label.fontMetrics(), self.width() - self._around
        # Eliding counts fractions of a pixel, widths of labels are whole: as wide as it wishes, a text is not cut.
        fits = metrics.horizontalAdvance(self._text) <= room + 1
        shown = self._text if fits else metrics.elidedText(self._text, Qt.TextElideMode.ElideMiddle, room)
        self.label.setText(shown or _NOTHING)
        self.setToolTip(self._tip if shown == self._text else "\n".join(filter(None, (self._tip, self._text))))
