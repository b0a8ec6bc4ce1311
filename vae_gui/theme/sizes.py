"""Sizes in pixels that follow the text size: spacing, and what is set again when the text changes."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QWidget

from vae_gui.theme.following import notifier


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
