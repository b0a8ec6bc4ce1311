"""What part of the plane a rectangle of the screen shows. Immutable: a move gives another viewport."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from PySide6.QtCore import QPointF, QRectF

_SMALLEST_SPAN = 2.0**-22  # of the span a fit shows: below it float32 codes no longer differ
_LARGEST_SPAN = 64.0


@dataclass(frozen=True)
class Viewport:
    """A view of the places (s, t) of a map on the screen rectangle `area` (logical pixels); t grows upwards.

    `centre` is the place in the middle of `area`; `unit` is the length of one place unit in pixels.
    """

    area: QRectF
    centre: tuple[float, float] = (0.0, 0.0)
    unit: float = 100.0

    @classmethod
    def showing(cls, area: QRectF, low: tuple[float, float], high: tuple[float, float]) -> Self:
        """The viewport that just shows all places between low and high."""
        width, height = high[0] - low[0], high[1] - low[1]
        unit = min(max(area.width(), 1.0) / width, max(area.height(), 1.0) / height)
        return cls(area, ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2), unit)

    def to_screen(self, s: float, t: float) -> QPointF:
        middle = self.area.center()
        return QPointF(middle.x() + (s - self.centre[0]) * self.unit, middle.y() - (t - self.centre[1]) * self.unit)

    def to_place(self, point: QPointF) -> tuple[float, float]:
        middle = self.area.center()
        return (
            self.centre[0] + (point.x() - middle.x()) / self.unit,
            self.centre[1] - (point.y() - middle.y()) / self.unit,
        )

    def to_screen_arrays(self, s: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Screen x and y of many places, `(n,)` float64 each."""
        middle = self.area.center()
        return (s - self.centre[0]) * self.unit + middle.x(), (self.centre[1] - t) * self.unit + middle.y()

    def to_screen_rect(self, low: tuple[float, float], high: tuple[float, float]) -> QRectF:
        return QRectF(self.to_screen(low[0], high[1]), self.to_screen(high[0], low[1]))

    @property
    def low(self) -> tuple[float, float]:
        return self.to_place(self.area.bottomLeft())

    @property
    def high(self) -> tuple[float, float]:
        return self.to_place(self.area.topRight())

    def zoomed(self, factor: float, at: QPointF, fit_unit: float) -> Self:
        """Closer by `factor`, the place under `at` staying where it is; between 1/64 and 2^22 of `fit_unit`."""
        unit = min(max(self.unit * factor, fit_unit / _LARGEST_SPAN), fit_unit / _SMALLEST_SPAN)
        s, t = self.to_place(at)
        middle = self.area.center()
        centre = (s - (at.x() - middle.x()) / unit, t + (at.y() - middle.y()) / unit)
        return replace(self, centre=centre, unit=unit)

    def panned(self, by: QPointF) -> Self:
        """Moved along with a hand that drags the picture by so many pixels."""
        return replace(self, centre=(self.centre[0] - by.x() / self.unit, self.centre[1] + by.y() / self.unit))

    def resized(self, area: QRectF) -> Self:
        """The same middle on another rectangle, scaled so that as much stays in view."""
        before = min(self.area.width(), self.area.height())
        after = min(area.width(), area.height())
        return replace(self, area=area, unit=self.unit * after / before if before > 0 < after else self.unit)
