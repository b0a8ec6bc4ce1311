"""A colour for each class, seen on the present ground: Petroff's ten and turns of them.

The ten are chosen for all kinds of colour vision (Petroff 2021, "Accessible color sequences").
"""

from functools import cache

from PySide6.QtGui import QColor

from vae_gui.theme.contrast import MARK, TEXT, seen_on
from vae_gui.theme.state import colours, is_dark
from vae_gui.theme.tokens import Colours

CLASS_COLOURS = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)
_TURNS = (0.0, 0.4, 0.75)  # of the way to black on a light ground, to white on a dark one
_MARK_IN_A_CLOUD = MARK + 0.8  # points are painted a little transparent
DIFFERENT_COLOURS = len(CLASS_COLOURS) * len(_TURNS)  # of classes; then they begin anew


def class_colours(count: int) -> tuple[str, ...]:
    """`count` colours as "#rrggbb" that are seen on the present ground: the ten, then turns of them, so that 26 letters stay apart."""
    ten = _ten(colours())
    return tuple(_turn(ten[index % len(ten)], _TURNS[index // len(ten) % len(_TURNS)]) for index in range(count))


@cache
def _ten(tokens: Colours) -> tuple[str, ...]:
    return tuple(seen_on((tokens.window, tokens.surface), name, _MARK_IN_A_CLOUD) for name in CLASS_COLOURS)


def _turn(name: str, share: float) -> str:
    colour, end = QColor(name), 1.0 if is_dark() else 0.0
    lightness = colour.lightnessF() + share * (end - colour.lightnessF())
    return QColor.fromHslF(max(colour.hslHueF(), 0.0), colour.hslSaturationF(), lightness).name() if share else name


def readable(name: str) -> str:
    """A class colour as text or a thin line on the present ground."""
    return seen_on((colours().window, colours().surface), name, TEXT)
