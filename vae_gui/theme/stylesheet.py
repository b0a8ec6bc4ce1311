"""The application's style sheet, filled with a theme's colours and with sizes that follow the text size."""

from functools import cache
from string import Template

from vae_gui.theme.tokens import Colours
from vae_models.files.resources import resource


@cache
def _template() -> Template:
    return Template(resource("styles/window.qss").read_text(encoding="utf-8"))


def style_sheet(colours: Colours, unit: int, points: float, dark: bool) -> str:
    """The sheet for one theme; `unit` is half the height of a line of text, in pixels, `points` its size."""
    edge, tick, sink = max(2, round(unit * 0.4)), 2 * round(unit * 0.8), round(unit * 0.65)
    knob = edge + 2 * sink
    sizes = {
        "tab_points": round(points * 1.25),
        "half": round(unit * 0.5),
        "one": unit,
        "side": round(unit * 1.1),
        "wide": round(unit * 1.5),
        "drop": round(unit * 2.2),
        "menu": round(unit * 1.8),
        "title": round(unit * 2.4),
        "long": unit * 4,
        "radius": max(3, round(unit * 0.6)),
        "bar": round(unit * 1.4),
        "third": max(2, round(unit * 0.35)),
        "edge": edge,
        "groove": edge // 2,
        "tick": tick,
        "tick_half": tick // 2,
        "knob": knob - 4,
        "knob_room": knob + 2,
        "knob_half": knob // 2,
        "sink": sink,
        "icon": unit * 2,
        "sign": round(unit * 1.4),
    }
    icons = resource("icons").as_posix()
    return _template().substitute(vars(colours), **sizes, icons=icons, shade="dark" if dark else "light")
