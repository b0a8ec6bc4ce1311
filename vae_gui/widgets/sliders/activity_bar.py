"""How much a latent dimension is used, as a small bar: its mean KL in nats."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_gui import theme


class ActivityBar(QWidget):
    """Empty until a KL is known."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clear()

    def clear(self) -> None:
        self._describe(0.0, f"Activity of {self._name}: not known yet")

    def set_kl(self, kl: float, largest: float) -> None:
        """kl and the largest KL of all dimensions, nats per image; the largest fills the bar."""
        self._describe(kl / largest if largest > 0 else 0.0, f"Activity of {self._name}: KL {kl:.2f} nats per image")

    def _describe(self, share: float, text: str) -> None:
        self._share = min(max(share, 0.0), 1.0)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(5, self), theme.spacing(1, self))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().hover))
        painter.fillRect(QRectF(0, 0, self.width() * self._share, self.height()), QColor(theme.colours().accent))
