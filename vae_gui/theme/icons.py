"""Drawn signs in the colours of the theme: the one way to an icon of `resources/icons`."""

from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QImageReader, QPainter, QPixmap

from vae_gui import theme
from vae_models.files.resources import resource

_INK = "#000000"  # in the files; a theme's colour takes its place
_clones: list[QIconEngine] = []


def icon(name: str, *, primary: bool = False) -> QIcon:
    """`resources/icons/<name>.svg`, sharp on every screen. It follows the theme, also while it is in sight.

    primary: for a button on a ground of the accent colour.
    """
    return QIcon(_ThemedEngine(name, primary))


class _ThemedEngine(QIconEngine):
    """Knows a name, no colours: those are the theme's at the moment of painting."""

    def __init__(self, name: str, primary: bool) -> None:
        super().__init__()
        self._name, self._primary = name, primary

    def clone(self) -> QIconEngine:
        """For an icon that is changed. Qt owns it, though Python takes it for its own: kept, or it would be deleted twice."""
        _clones.append(_ThemedEngine(self._name, self._primary))
        return _clones[-1]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(rect).center())
        ratio = painter.device().devicePixelRatioF()
        painter.drawImage(place, _drawn(self._name, self._colour(mode), round(side * ratio)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """size: in the screen's own pixels."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def _colour(self, mode: QIcon.Mode) -> str:
        tokens = theme.colours()
        if mode == QIcon.Mode.Disabled:
            return tokens.disabled
        return tokens.on_accent if self._primary else tokens.text


@cache
def _drawn(name: str, colour: str, side: int) -> QImage:
    words = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace(_INK, colour)
    data = QByteArray(words.encode())
    buffer = QBuffer(data)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(side, side))
    return reader.read()


def swatch(colour: str) -> str:
    """A patch of a colour ("#rrggbb") for the rich text of a label: no font needs to have a sign for it."""
    return f'<span style="background-color:{colour}">&nbsp;&nbsp;&nbsp;</span>'
