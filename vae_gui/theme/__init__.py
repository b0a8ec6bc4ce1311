"""Colours, text size and spacing of the whole program, light and dark.

Widgets paint with `colours()` and `follow` its changes; sizes come from `spacing`, which follows the text size.
The class colours are Petroff's ten, chosen for all kinds of colour vision (Petroff 2021, "Accessible color sequences").
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from vae_gui.theme.contrast import MARK, TEXT, seen_on
from vae_gui.theme.stylesheet import style_sheet
from vae_gui.theme.tokens import DARK, LIGHT, Colours

__all__ = [
    "CLASS_COLOURS",
    "DARK",
    "DIFFERENT_COLOURS",
    "LIGHT",
    "Colours",
    "apply_theme",
    "class_colours",
    "colours",
    "follow",
    "is_dark",
    "notifier",
    "projected",
    "readable",
    "scaled",
    "set_projected",
    "set_text_scale",
    "spacing",
    "text_scale",
]

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

TEXT_SCALE_RANGE = (0.7, 2.5)
_SMALLEST_BASE_POINTS = 10.0
_TURNS = (0.0, 0.4, 0.75)  # of the way to black on a light ground, to white on a dark one
_MARK_IN_A_CLOUD = MARK + 0.8  # points are painted a little transparent
DIFFERENT_COLOURS = len(CLASS_COLOURS) * len(_TURNS)  # of classes; then they begin anew


class Notifier(QObject):
    """Signals: changed() after colours or text size changed."""

    changed = Signal()


class _Follower(QObject):
    """Calls a slot after each change: at once while the widget is seen, otherwise when it is shown next."""

    def __init__(self, widget: QWidget, slot: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget, self._slot = widget, slot
        notifier.changed.connect(self._changed)

    def _changed(self) -> None:
        if self._widget.isVisible():
            self._slot()
        else:
            self._widget.installEventFilter(self)  # only while something is left to do: it costs a call an event

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            watched.removeEventFilter(self)
            self._slot()
        return False


def follow(widget: QWidget, slot: Callable[[], object]) -> None:
    """From now on `slot()` is called when colours or text size have changed and the widget is, or comes, in sight."""
    _Follower(widget, slot)


@dataclass
class _State:
    colours: Colours = LIGHT
    choice: bool | None = None
    text_scale: float = 1.0
    projected: bool = False
    base_points: float | None = None
    follows_system: bool = False


notifier = Notifier()
_state = _State()


def colours() -> Colours:
    return _state.colours


def is_dark() -> bool:
    return _state.colours is DARK


def text_scale() -> float:
    return _state.text_scale


def projected() -> bool:
    """Whether what is not needed to look at the pictures gives its room to them."""
    return _state.projected


def set_projected(on: bool) -> None:
    """Takes effect with the next change of theme or text size, which goes with it."""
    _state.projected = on


def spacing(units: float, widget: QWidget | None = None) -> int:
    """Pixels of `units` halves of a line of text (about 8 px each at the usual text size), at least 1."""
    metrics = QFontMetricsF(widget.font() if widget is not None else QGuiApplication.font())
    return max(1, round(units * metrics.height() / 2))


class _Scaled(QObject):
    """Sets one size of a widget again whenever the text has another size."""

    def __init__(self, widget: QWidget, set_size: Callable[[int], object], units: float) -> None:
        super().__init__(widget)
        self._set_size, self._units = set_size, units
        notifier.changed.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        self._set_size(spacing(self._units))


def scaled(widget: QWidget, set_size: Callable[[int], object], units: float) -> None:
    """Calls `set_size`, a method of the widget, with `spacing(units)`: now, and after each change of the text size."""
    _Scaled(widget, set_size, units)


def class_colours(count: int) -> tuple[str, ...]:
    """`count` colours as "#rrggbb" that are seen on the present ground: the ten, then turns of them, so that 26 letters stay apart."""
    ten = _ten(_state.colours)
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
    return seen_on((_state.colours.window, _state.colours.surface), name, TEXT)


def apply_theme(app: QApplication, dark: bool | None) -> None:
    """Light, dark, or (None) what the system prefers, also when the system changes its mind later."""
    _state.choice = dark
    hints = app.styleHints()
    if not _state.follows_system:
        hints.colorSchemeChanged.connect(_follow_system)
        _state.follows_system = True
    if dark is None:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    _state.colours = DARK if _wants_dark(dark) else LIGHT
    _paint(app)


def set_text_scale(app: QApplication, scale: float) -> None:
    """The text size as a multiple of the system's, within TEXT_SCALE_RANGE; every size in the window follows."""
    smallest, largest = TEXT_SCALE_RANGE
    _state.text_scale = min(max(scale, smallest), largest)
    _paint(app)


def _wants_dark(choice: bool | None) -> bool:
    if choice is not None:
        return choice
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _follow_system() -> None:
    app = QApplication.instance()
    wanted = DARK if _wants_dark(_state.choice) else LIGHT
    if isinstance(app, QApplication) and wanted is not _state.colours:
        _state.colours = wanted
        _paint(app)


def _paint(app: QApplication) -> None:
    app.setFont(_font(app))  # under the old sheet: of bare widgets some would take their parents' former font
    app.setPalette(_palette(_state.colours))
    app.setStyleSheet("")  # a sheet put on bare widgets costs a fifth of one that takes another's place
    if app.style().name().lower() != "fusion":
        app.setStyle("Fusion")
    app.setStyleSheet(style_sheet(_state.colours, spacing(1.0), app.font().pointSizeF(), is_dark()))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # sizes that slots ask for are the new ones
    notifier.changed.emit()
    _lay_out_hidden_pages(app)


def _lay_out_hidden_pages(app: QApplication) -> None:
    """Qt lays out what is in sight; a stack or a tab widget would still make room for the old size of its other pages."""
    roots = [window for window in app.topLevelWidgets() if window.parentWidget() is None]  # menus belong to widgets
    for root in roots:
        for widget in reversed(root.findChildren(QWidget)):  # what is inside of another one comes first
            layout = widget.layout()
            if layout is not None and not widget.isVisible():
                layout.activate()
            widget.updateGeometry()


def _font(app: QApplication) -> QFont:
    font = QFont(app.font())
    if _state.base_points is None:
        _state.base_points = max(font.pointSizeF(), _SMALLEST_BASE_POINTS)
    font.setPointSizeF(_state.base_points * _state.text_scale)
    return font


def _palette(tokens: Colours) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, name in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.hover,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.error,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
        role.Shadow: tokens.line,
    }.items():
        palette.setColor(target, QColor(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, target, QColor(tokens.disabled))
    palette.setColor(group.Disabled, role.Highlight, QColor(tokens.line))
    palette.setColor(group.Disabled, role.HighlightedText, QColor(tokens.disabled))
    return palette
