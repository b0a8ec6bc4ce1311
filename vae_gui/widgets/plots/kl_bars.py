"""How many nats each latent dimension carries; dimensions that carry none are marked and counted."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.basics.action import Action
from vae_gui.widgets.pictures.choosable import ChoosableWidget

_WIDEST_UNITS = 12


class KLBars(ChoosableWidget):
    """One bar a dimension, KL(q(z_d|x) || p(z_d)) in nats, mean over images; those that are said to have collapsed are hatched.

    A dimension can be chosen by its bar.
    """

    entries = (
        *ChoosableWidget.entries,
        Action(
            "sort", "Sort by KL", lambda bars: bars.set_sorted(not bars.sorted), "The largest first",
            checked=lambda bars: bars.sorted,
        ),
    )  # fmt: skip

    def __init__(
        self,
        name: str = "KL per dimension",
        empty_text: str = "KL per dimension appears when a variational model trains.",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, empty_text, parent)
        self._values: NDArray[np.float64] = np.zeros(0)
        self._collapsed: frozenset[int] | None = None
        self._scale = 1.0
        self.sorted = False

    @property
    def values(self) -> NDArray[np.float64]:
        """`(latent_dim,)` in nats, by dimension."""
        return self._values

    def set_values(self, kl: ArrayLike, collapsed: Iterable[int] | None = None) -> None:
        """`kl` is `(latent_dim,)` in nats; `collapsed` the dimensions that are, None while nobody has counted them."""
        self._collapsed = None if collapsed is None else frozenset(collapsed)
        values = np.nan_to_num(np.asarray(kl, dtype=np.float64), nan=0.0)
        fresh = len(values) != len(self._values)
        self._values = values
        self._scale = _steady_scale(0.0 if fresh else self._scale, float(values.max(initial=0.0)))
        self.setAccessibleDescription(self.summary())
        self.update()

    def clear(self) -> None:
        self.set_values(())

    def set_sorted(self, largest_first: bool) -> None:
        self.sorted = largest_first
        self.update()

    @property
    def collapsed(self) -> int:
        """How many dimensions are said to have collapsed."""
        return len(self._collapsed or ())

    def order(self) -> NDArray[np.int64]:
        """The dimensions from left to right."""
        if self.sorted:
            return np.argsort(-self._values, kind="stable")
        return np.arange(len(self._values))

    def summary(self) -> str:
        if self.is_empty():
            return ""
        total = f"{self._values.sum():.1f} nats"
        if self._collapsed is None:
            return total
        if self.collapsed:
            return f"{total} · {self.collapsed} of {len(self._values)} collapsed"
        return f"{total} · all {len(self._values)} in use"

    def is_empty(self) -> bool:
        return len(self._values) == 0

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(36, self), theme.spacing(16, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.spacing(14, self), theme.spacing(10, self))

    def slot(self, position: int) -> QRectF:
        """The column, gaps included, of the bar at `position` from the left."""
        area = self._area()
        width = min(area.width() / len(self._values), theme.spacing(_WIDEST_UNITS, self))
        return QRectF(area.left() + position * width, area.top(), width, area.height())

    def paint_content(self, painter: QPainter) -> None:
        self._paint_summary(painter)
        self._paint_scale(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        every = max(1, int(np.ceil(self._label_width() / self.slot(0).width())))
        for position, dimension in enumerate(self.order()):
            self._paint_bar(painter, self.slot(position), int(dimension))
            if position % every == 0:
                self._paint_number(painter, self.slot(position), int(dimension))

    def tip_at(self, position: QPointF) -> str:
        part = self.part_at(position)
        return "" if part is None else self.part_words(part)

    def part_words(self, part: int) -> str:
        dimension = self.part_stands_for(part)
        value = self._values[dimension]
        end = ": collapsed, it says nothing about the image" if dimension in (self._collapsed or ()) else ""
        return f"Dimension {dimension + 1}: {value:.3f} nats{end}"

    def part_count(self) -> int:
        return len(self._values)

    def part_at(self, position: QPointF) -> int | None:
        return next((part for part in range(len(self._values)) if self.slot(part).contains(position)), None)

    def part_place(self, part: int) -> QRectF:
        return self.slot(part)

    def part_stands_for(self, part: int) -> int:
        return int(self.order()[part])

    def _area(self) -> QRectF:
        line = self.fontMetrics().height()
        left = self.fontMetrics().horizontalAdvance("0.00") + theme.spacing(1, self)
        return QRectF(left, line * 1.5, max(1, self.width() - left), max(1.0, self.height() - line * 2.8))

    def _label_width(self) -> float:
        return self.fontMetrics().horizontalAdvance(str(len(self._values))) + theme.spacing(0.6, self)

    def _paint_summary(self, painter: QPainter) -> None:
        painter.setPen(QColor(theme.colours().warning if self.collapsed else theme.colours().muted))
        text = self.fontMetrics().elidedText(self.summary(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QPointF(0, self.fontMetrics().ascent() + 1), text)

    def _paint_scale(self, painter: QPainter) -> None:
        area, line = self._area(), self.fontMetrics().height()
        for share in (0.0, 0.5, 1.0):
            y = round(area.bottom() - share * area.height())
            painter.setPen(QColor(theme.colours().grid))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(theme.colours().muted))
            place = QRectF(0, y - line / 2, area.left() - theme.spacing(0.6, self), line)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{share * self._scale:.3g}"
            )

    def _paint_bar(self, painter: QPainter, slot: QRectF, dimension: int) -> None:
        gap = min(slot.width() * 0.2, theme.spacing(0.6, self))
        bar = slot.adjusted(gap / 2, 0, -gap / 2, 0)
        if dimension in (self._collapsed or ()):
            # A stump as tall as a text line, hatched: a collapsed dimension has to be seen, its true height is nothing.
            bar.setTop(slot.bottom() - self.fontMetrics().height() * 0.7)
            colour = QColor(theme.colours().warning)
            painter.setPen(QPen(colour, 1.0))
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        else:
            bar.setTop(slot.bottom() - min(1.0, float(self._values[dimension]) / self._scale) * slot.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours().accent))
        painter.drawRect(bar)

    def _paint_number(self, painter: QPainter, slot: QRectF, dimension: int) -> None:
        painter.setPen(QColor(theme.colours().muted))
        width = max(slot.width(), self._label_width())
        place = QRectF(slot.center().x() - width / 2, slot.bottom() + 2, width, self.fontMetrics().height())
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(dimension + 1))


def _steady_scale(before: float, largest: float) -> float:
    """A round top for the axis that follows growth at once and shrinks only when bars fall under half, so that it does not tremble."""
    if before and 0.45 * before <= largest <= before:
        return before
    target = max(largest, 0.05) * 1.05
    power = 10.0 ** np.floor(np.log10(target))
    return float(
        next(step * power for step in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0) if step * power >= target)
    )
