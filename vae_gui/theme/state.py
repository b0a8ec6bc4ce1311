"""What the theme is at present; `apply.py` changes it, widgets ask."""

from dataclasses import dataclass

from vae_gui.theme.tokens import DARK, LIGHT, Colours


@dataclass
class State:
    colours: Colours = LIGHT
    choice: bool | None = None
    text_scale: float = 1.0
    projected: bool = False
    base_points: float | None = None
    follows_system: bool = False


state = State()


def colours() -> Colours:
    return state.colours


def is_dark() -> bool:
    return state.colours is DARK


def projected() -> bool:
    """Whether what is not needed to look at the pictures gives its room to them."""
    return state.projected


def set_projected(on: bool) -> None:
    """Takes effect with the next change of theme or text size, which goes with it."""
    state.projected = on
