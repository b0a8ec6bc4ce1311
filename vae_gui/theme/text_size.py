"""How large text is: a multiple of the system's size."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from vae_gui.theme.state import state

TEXT_SCALE_RANGE = (0.7, 2.5)
_SMALLEST_BASE_POINTS = 10.0


def text_scale() -> float:
    return state.text_scale


def within_range(scale: float) -> float:
    smallest, largest = TEXT_SCALE_RANGE
    return min(max(scale, smallest), largest)


def scaled_font(app: QApplication) -> QFont:
    font = QFont(app.font())
    if state.base_points is None:
        state.base_points = max(font.pointSizeF(), _SMALLEST_BASE_POINTS)
    font.setPointSizeF(state.base_points * state.text_scale)
    return font
