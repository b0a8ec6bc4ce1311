"""Points of any two measures, in groups of one colour each; pointing at one tells its name, a click picks it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_gui import theme


@dataclass(frozen=True)
class Point:
    """`key` is what a click reports, `name` what pointing reads."""

    key: object
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Group:
    """Points of one colour, under one name."""

    title: str
    points: tuple[Point, ...]


class ScatterPlot(QWidget):
    """Signals: picked(object): the key of a point that was clicked."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._titles = ("", "")
        self._joined = True
        self._marked: frozenset[object] = frozenset()
        self.plot = pg.PlotWidget()
        self.plot.setAccessibleName(name)
        self.plot.setToolTip("Each point is a run; click one to select it in the table")
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMinimumSize(theme.spacing(20), theme.spacing(12))
        self.legend = self.plot.addLegend(offset=(-10, 10))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        theme.notifier.changed.connect(self._draw)
        self._draw()

    def show_groups(self, groups: Sequence[Group], x_title: str, y_title: str) -> None:
        """Replaces what is shown; the range follows unless it was chosen with the mouse."""
        if (x_title, y_title) != self._titles:
            self.plot.enableAutoRange()
        self._groups, self._titles = tuple(groups), (x_title, y_title)
        self._draw()

    def set_joined(self, joined: bool) -> None:
        """Whether a line goes through the points of a group, from left to right."""
        self._joined = joined
        self._draw()

    def mark(self, keys: frozenset[object]) -> None:
        """Rings around some of the points."""
        self._marked = keys
        self._draw()

    def picture(self) -> QImage:
        return self.plot.grab().toImage()

    def _draw(self) -> None:
        self._recolour()
        self.plot.clear()
        self.legend.clear()
        colours = theme.class_colours(len(self._groups))
        for group, colour in zip(self._groups, colours, strict=True):
            shade = QColor(theme.readable(colour))
            if self._joined and len(group.points) > 1:
                in_order = sorted((point.x, point.y) for point in group.points)
                self.plot.addItem(
                    pg.PlotCurveItem(*map(list, zip(*in_order, strict=True)), pen=pg.mkPen(shade, width=1))
                )
            self._add_points(group, shade)
        for axis, title in zip(("bottom", "left"), self._titles, strict=True):
            self.plot.setLabel(axis, title, color=theme.colours().muted)

    def _add_points(self, group: Group, shade: QColor) -> None:
        ring = pg.mkPen(theme.colours().text, width=2)
        pens = [ring if point.key in self._marked else pg.mkPen(shade) for point in group.points]
        sizes = [theme.spacing(2 if point.key in self._marked else 1.3) for point in group.points]
        item = pg.ScatterPlotItem(
            [point.x for point in group.points], [point.y for point in group.points], data=list(group.points),
            brush=shade, pen=pens, size=sizes, hoverable=True, tip=_tip,
        )  # fmt: skip
        item.sigClicked.connect(self._clicked)
        self.plot.addItem(item)
        if len(self._groups) > 1:
            self.legend.addItem(item, group.title)

    def _clicked(self, item: object, spots: Sequence[pg.SpotItem], event: object) -> None:
        if len(spots):
            self.picked.emit(spots[0].data().key)

    def _recolour(self) -> None:
        tokens = theme.colours()
        self.plot.setBackground(QColor(tokens.surface))
        self.legend.setLabelTextColor(tokens.text)
        self.legend.setLabelTextSize(f"{self.font().pointSizeF():g}pt")
        self.legend.setBrush(QColor(tokens.surface))
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(QColor(tokens.line))
            axis.setTextPen(QColor(tokens.muted))
            axis.setStyle(tickFont=self.font(), tickTextOffset=theme.spacing(0.5))
            axis.enableAutoSIPrefix(False)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table has the same figures for the keyboard


def _tip(x: float, y: float, data: Point) -> str:
    return f"{data.name}\n{x:.4g}, {y:.4g}"
