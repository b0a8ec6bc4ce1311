"""Where texts are painted: a painter that remembers them."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter


class TextPainter(QPainter):
    """Paints as any other; `texts` are pairs of a text and the rectangle that it covers, in the device's coordinates."""

    def __init__(self, *device: object) -> None:
        super().__init__(*device)
        self.texts: list[tuple[str, QRectF]] = []

    def drawText(self, box: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:  # type: ignore[override]
        covered = QFontMetricsF(self.font()).boundingRect(box, flags, text)
        self.texts.append((text, self.transform().mapRect(covered)))
        super().drawText(box, flags, text)
