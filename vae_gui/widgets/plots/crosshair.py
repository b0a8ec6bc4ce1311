"""A vertical line over a plot, and the values of its curves there."""

from html import escape

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont

from vae_gui import theme
from vae_gui.widgets.plots.coloured_values import in_nats
from vae_gui.widgets.plots.curve_items import pen

Reading = tuple[str, str, float]  # name, colour, and value in nats per image of a curve


class Crosshair:
    """Stands in a plot, hidden until it is placed."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self.line = pg.InfiniteLine(angle=90)
        self.label = pg.TextItem(anchor=(0, 0))
        for item in (self.line, self.label):
            plot.addItem(item, ignoreBounds=True)
            item.hide()
        self.label.setZValue(10)

    def recolour(self, font: QFont, pixel: float) -> None:
        """Takes the theme's colours. pixel: device pixels per logical pixel."""
        tokens = theme.colours()
        self.line.setPen(pen(QColor(tokens.muted), pixel))
        self.label.setFont(font)
        self.label.fill = pg.mkBrush(QColor(tokens.surface))
        self.label.border = pg.mkPen(QColor(tokens.line))

    def hide(self) -> None:
        self.line.hide()
        self.label.hide()

    def place(self, x: float, where: str, readings: list[Reading], *, with_label: bool) -> None:
        """Shows what the curves are at `x`; `where` is the label's first line."""
        self.line.setVisible(bool(readings))
        self.label.setVisible(bool(readings) and with_label)
        if not readings:
            return
        self.line.setPos(x)
        if with_label:
            lines = [f'<span style="color:{theme.colours().muted}">{where}</span>']
            lines += [
                f'<span style="color:{c}">{escape(name)} <b>{in_nats(value)}</b></span>' for name, c, value in readings
            ]
            self.label.setHtml("<br>".join(lines))
            (left, right), (low, high) = self._plot.viewRange()
            self.label.setAnchor((1.05 if x > (left + right) / 2 else -0.05, 0.0))
            self.label.setPos(x, high - 0.03 * (high - low))
