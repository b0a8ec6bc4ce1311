"""The named colours of the light and the dark theme."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """Names for what a colour is for, each "#rrggbb".

    `window` lies behind everything, `surface` is a card or field on it, `hover` one under the pointer. `outline` is the edge of what is
    typed into, slid or scrolled, `line` and `grid` part what could do without them. `muted` and
    `disabled` are quieter text, `on_accent` is text on `accent`. `positive` and `negative` are the ends of a diverging scale whose
    middle is `hover`. `train` and `validation` are the two curves of a plot.
    """

    window: str
    surface: str
    hover: str
    outline: str
    line: str
    grid: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    warning: str
    error: str
    good: str
    train: str
    validation: str
    positive: str
    negative: str


LIGHT = Colours(
    window="#f4f5f7",
    surface="#ffffff",
    hover="#e9edf3",
    outline="#7f8894",
    line="#d3d8df",
    grid="#e3e6eb",
    text="#1c2127",
    muted="#566070",
    disabled="#7f8997",
    accent="#1f66c1",
    on_accent="#ffffff",
    warning="#a35700",
    error="#b3261e",
    good="#1b7a43",
    train="#1f66c1",
    validation="#aa5100",
    positive="#c2410c",
    negative="#1d5fb4",
)

DARK = Colours(
    window="#15181d",
    surface="#1e2228",
    hover="#2a3038",
    outline="#727c89",
    line="#3a414b",
    grid="#2c323a",
    text="#e9ecf0",
    muted="#a3acb8",
    disabled="#6f7985",
    accent="#74b0ff",
    on_accent="#0d1826",
    warning="#f2b154",
    error="#ff8a80",
    good="#67d392",
    train="#74b0ff",
    validation="#ffa657",
    positive="#ff9a52",
    negative="#63a9ff",
)
