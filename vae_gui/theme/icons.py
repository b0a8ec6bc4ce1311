"""Drawn signs on buttons, in the theme's colours and as large as the text."""

from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSize
from PySide6.QtGui import QIcon, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QAbstractButton

from vae_gui import theme
from vae_models.files.resources import resource

_INK = "#000000"  # in the files; a theme's colour takes its place
_SIDE_UNITS = 1.8
_SCREENS = (1, 2, 3)  # pixel ratios that a sharp picture is kept for


def show_icon(button: QAbstractButton, name: str) -> None:
    """Puts `resources/icons/<name>.svg` on a button; a later call changes it. It follows the theme and the text size."""
    keeper = button.findChild(_Keeper) or _Keeper(button)
    keeper.show_icon(name)


class _Keeper(QObject):
    """Draws one button's icon anew when the theme changes."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button
        self._name = ""
        theme.follow(button, self._draw)

    def show_icon(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self._draw()

    def _draw(self) -> None:
        side = theme.spacing(_SIDE_UNITS)
        self._button.setIconSize(QSize(side, side))
        self._button.setIcon(themed_icon(self._name, side, primary=bool(self._button.property("primary"))))


def themed_icon(name: str, side: int, *, primary: bool = False) -> QIcon:
    """`side` pixels wide, sharp on fine screens too; `primary`: on a ground of the accent colour."""
    tokens = theme.colours()
    icon = QIcon()
    modes = ((QIcon.Mode.Normal, tokens.on_accent if primary else tokens.text), (QIcon.Mode.Disabled, tokens.disabled))
    for mode, colour in modes:
        for ratio in _SCREENS:
            icon.addPixmap(QPixmap.fromImage(_drawn(name, colour, side * ratio)), mode)
    return icon


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
