"""The keyboard's way around the map."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from vae_gui.widgets.map.gestures import ZOOM_STEP

_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}
_ZOOMS = {
    Qt.Key.Key_Plus: ZOOM_STEP, Qt.Key.Key_Equal: ZOOM_STEP, Qt.Key.Key_Minus: 1 / ZOOM_STEP,
    Qt.Key.Key_Underscore: 1 / ZOOM_STEP,
}  # fmt: skip
_HELP = (
    "Arrow keys move the probe, with Shift they draw a path, with Ctrl they move the view. Enter pins the probe, "
    "plus and minus zoom, Home shows everything, the numbers 1 to {layers} switch layers, Esc hides the probe."
)


def help_text(layers: int) -> str:
    """layers: how many there are."""
    return _HELP.format(layers=layers)


def arrow(event: QKeyEvent) -> QPointF | None:
    """The direction of an arrow key, v upwards; None for other keys."""
    return _ARROWS.get(Qt.Key(event.key()))


def zoom_factor(event: QKeyEvent) -> float | None:
    return _ZOOMS.get(Qt.Key(event.key()))


def layer_number(event: QKeyEvent, count: int) -> int | None:
    """0-based layer of a number key."""
    number = event.key() - int(Qt.Key.Key_1)
    plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return number if plain and 0 <= number < count else None


def pressed(event: QKeyEvent, actions: dict[Qt.Key, Callable[[], None]]) -> bool:
    """Runs the action of a key, if it has one."""
    action = actions.get(Qt.Key(event.key()))
    if action is None:
        return False
    action()
    return True
