"""Pins are seen on any ground: on black, on white strokes, on every class colour, in both themes."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from vae_gui import theme
from vae_gui.widgets.map.markers import paint_marker

GROUNDS = (
    "#000000",
    "#ffffff",
    "#808080",
    theme.DARK.window,
    theme.LIGHT.window,
    theme.DARK.accent,
    theme.LIGHT.accent,
)
AT = 40.0


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: QColor, b: QColor) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def marked(ground: str, *, hollow: bool) -> QImage:
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    paint_marker(painter, QPointF(AT, AT), QColor(theme.colours().accent), 1.0, hollow=hollow, chosen=False)
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("hollow", [False, True])
@pytest.mark.parametrize("ground", [*GROUNDS, *theme.CLASS_COLOURS])
def test_a_pin_has_a_ring_that_stands_out(ground: str, hollow: bool) -> None:
    image = marked(ground, hollow=hollow)
    row = [image.pixelColor(x, int(AT)) for x in range(int(AT), 60)]
    assert max(contrast(pixel, QColor(ground)) for pixel in row) >= 3.0


def test_in_both_themes(qapp: QApplication) -> None:
    for dark in (True, False):
        theme.apply_theme(qapp, dark)
        colours = {marked(theme.colours().window, hollow=True).pixelColor(x, int(AT)).name() for x in range(30, 60)}
        assert {"#000000", "#ffffff"} & colours


def test_what_lies_off_the_plane_shows_the_map_inside_its_ring(qapp: QApplication) -> None:
    assert marked("#808080", hollow=True).pixelColor(int(AT), int(AT)) == QColor("#808080")
    assert marked("#808080", hollow=False).pixelColor(int(AT), int(AT)) == QColor(theme.colours().accent)
