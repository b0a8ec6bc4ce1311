"""Points of any two measures, in groups of one colour each; pointing at one shows its name, a click picks it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_gui import theme
from vae_gui.widgets.plots.axis_title import fitting
from vae_gui.widgets.plots.scatter_legend import Entry, ScatterLegend

_TITLE_UNITS = 1.5  # around the title of an axis
SYMBOLS = ("o", "s", "t", "d", "star", "p")


@dataclass(frozen=True)
class Point:
    """`key` is what a click reports, `name` what pointing reads; `symbol` counts the kinds of points from 0."""

    key: object
    name: str
    x: float
    y: float
    symbol: int = 0


@dataclass(frozen=True)
class Group:
    """Points of one colour, under one name. `colour` counts the theme's class colours from 0.

    Each of `lines` is `(x, y)` pairs in order: what may be joined.
    """

    title: str
    points: tuple[Point, ...]
    colour: int = 0
    lines: tuple[tuple[tuple[float, float], ...], ...] = ()


class ScatterPlot(QWidget):
    """Signals: picked(object): the key of a point that was clicked."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._titles = ("", "")
        self._joined = True
        self._kinds: tuple[str, ...] = ()
        self.marked: frozenset[object] = frozenset()
        self.plot = pg.PlotWidget()
        self.plot.setAccessibleName(name)
        self.plot.setToolTip("Each point is a run; click one to select it in the table")
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.getViewBox().sigResized.connect(self._name_axes)
        theme.scaled(self.plot, self.plot.setMinimumWidth, 20)
        theme.scaled(self.plot, self.plot.setMinimumHeight, 12)
        self.legend = ScatterLegend()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.spacing(0.5))
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.legend)
        theme.follow(self, self._draw)
        self._draw()

    @property
    def groups(self) -> tuple[Group, ...]:
        return self._groups

    @property
    def joined_lines(self) -> list[tuple[tuple[float, float], ...]]:
        """What is joined now."""
        return [line for group in self._groups for line in group.lines if len(line) > 1] if self._joined else []

    def show_groups(self, groups: Sequence[Group], x_title: str, y_title: str, kinds: Sequence[str] = ()) -> None:
        """Replaces what is shown; the range follows unless it was chosen with the mouse. `kinds` name the symbols."""
        if (x_title, y_title) != self._titles:
            self.plot.enableAutoRange()
        self._groups, self._titles, self._kinds = tuple(groups), (x_title, y_title), tuple(kinds)
        self._draw()

    def set_joined(self, joined: bool) -> None:
        """Whether the groups' lines are drawn."""
        self._joined = joined
        self._draw()

    def mark(self, keys: frozenset[object]) -> None:
        """Rings around some of the points."""
        self.marked = keys
        self._draw()

    def picture(self) -> QImage:
        """Plot and legend."""
        return self.grab().toImage()

    def _draw(self) -> None:
        self._recolour()
        self.plot.clear()
        for group in self._groups:
            shade = _shade(group)
            for line in group.lines if self._joined else ():
                if len(line) > 1:
                    self.plot.addItem(
                        pg.PlotCurveItem(*map(list, zip(*line, strict=True)), pen=pg.mkPen(shade, width=1))
                    )
            self._add_points(group, shade)
        self._name_axes()
        self._fill_legend()

    def _name_axes(self) -> None:
        style = {"color": theme.colours().muted, "font-size": f"{self.font().pointSizeF()}pt"}
        area, metrics = self.plot.getViewBox().rect(), QFontMetricsF(self.font())
        for axis, title, room in zip(("bottom", "left"), self._titles, (area.width(), area.height()), strict=True):
            self.plot.setLabel(axis, fitting(title, metrics, room - theme.spacing(_TITLE_UNITS)), **style)

    def _fill_legend(self) -> None:
        """Where there is more than one colour, or more than one symbol."""
        entries = [Entry(group.title, _shade(group)) for group in self._groups] if len(self._groups) > 1 else []
        if len(self._kinds) > 1:
            text = QColor(theme.colours().text)
            entries += [Entry(name, text, SYMBOLS[k % len(SYMBOLS)]) for k, name in enumerate(self._kinds)]
        self.legend.set_entries(entries)

    def _add_points(self, group: Group, shade: QColor) -> None:
        # Pyqtgraph draws a symbol for each pen object, so the points share theirs.
        ring, rim = pg.mkPen(theme.colours().text, width=2), pg.mkPen(shade)
        pens = [ring if point.key in self.marked else rim for point in group.points]
        sizes = [theme.spacing(2 if point.key in self.marked else 1.3) for point in group.points]
        item = pg.ScatterPlotItem(
            [point.x for point in group.points], [point.y for point in group.points], data=list(group.points),
            brush=shade, pen=pens, size=sizes, hoverable=True, tip=_tip,
            symbol=[SYMBOLS[point.symbol % len(SYMBOLS)] for point in group.points],
        )  # fmt: skip
        item.sigClicked.connect(self._clicked)
        self.plot.addItem(item)

    def _clicked(self, item: object, spots: Sequence[pg.SpotItem], event: object) -> None:
        if len(spots):
            self.picked.emit(spots[0].data().key)

    def _recolour(self) -> None:
        tokens = theme.colours()
        self.plot.setBackground(QColor(tokens.surface))
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(QColor(tokens.line))
            axis.setTextPen(QColor(tokens.muted))
            axis.setStyle(tickFont=self.font(), tickTextOffset=theme.spacing(0.5))
            axis.enableAutoSIPrefix(False)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table has the same figures for the keyboard


def _shade(group: Group) -> QColor:
    return QColor(theme.readable(theme.class_colours(group.colour + 1)[-1]))


def _tip(x: float, y: float, data: Point) -> str:
    return f"{data.name}\n{x:.4g}, {y:.4g}"
