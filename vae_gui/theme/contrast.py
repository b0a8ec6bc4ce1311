"""How well one colour is seen on another, and colours that are made to be seen (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

from collections.abc import Iterable

from PySide6.QtGui import QColor

TEXT = 4.5
MARK = 3.0
_STEP = 0.005


def luminance(name: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio, 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen_on(grounds: Iterable[str], name: str, least: float) -> str:
    """The colour itself where its contrast with all grounds is at least that; otherwise its hue, as little lighter or darker as does.

    Grounds are either all light or all dark.
    """
    grounds = tuple(grounds)
    step = _STEP if luminance(grounds[0]) < 0.18 else -_STEP
    colour = QColor(name)
    hue, saturation, lightness = max(colour.hslHueF(), 0.0), colour.hslSaturationF(), colour.lightnessF()
    while 0.0 < lightness < 1.0 and any(contrast(name, ground) < least for ground in grounds):
        lightness = min(max(lightness + step, 0.0), 1.0)
        name = QColor.fromHslF(hue, saturation, lightness).name()
    return name
