"""One plot of one quantity: the live run's curves, those of past runs, marks where a value changed, and a crosshair."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.widgets.plots.coloured_values import ColouredValues, in_nats
from vae_gui.widgets.plots.crosshair import Crosshair, Reading
from vae_gui.widgets.plots.curve_items import Curve, Points, pen
from vae_gui.widgets.plots.run_curves import RunSeries, Series

_SKIPPED_SHARE = 0.08
_LEAST_FILL = 0.55


@dataclass(frozen=True)
class CurveOptions:
    """How all panes draw. `smoothing` is a number of steps, 1 for none."""

    log_axis: bool = False
    smoothing: int = 1
    in_epochs: bool = True


class CurvePane(QWidget):
    """Draws part `part` of runs: 0 the loss, 1 the reconstruction, 2 the KL.

    Signals:
        hovered(object): the x value under the pointer, or None when it left.
        zoomed(): the user chose the visible range.
    """

    hovered = Signal(object)
    zoomed = Signal()

    def __init__(self, title: str, part: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.options = CurveOptions()
        self.live = RunSeries()
        self.overlays: list[tuple[RunSeries, str]] = []  # each with a class colour
        self.marks: list[pg.InfiniteLine] = []
        self._overlay_items: list[pg.PlotCurveItem] = []
        self._shown = (np.zeros(0), np.zeros(0))
        self._build_header(title)
        self._build_plot(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.spacing(0.3))
        layout.addLayout(self._header)
        layout.addWidget(self.plot, 1)
        self.recolour()

    def _build_header(self, title: str) -> None:
        self._title, self._latest = QLabel(title), ColouredValues(f"Latest {title.lower()}")
        self._title.setProperty("heading", True)
        self._latest.setToolTip("The latest values, in nats per image: training, validation")
        self._header = QHBoxLayout()
        self._header.addWidget(self._title)
        self._header.setSpacing(theme.spacing(1))
        self._header.addWidget(self._latest, 1)

    def _build_plot(self, title: str) -> None:
        self.plot = pg.PlotWidget()
        self.plot.setAccessibleName(f"{title} in nats per image")
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        # All curves change at once; clipped to the many small rectangles that changed, their lines take four times as long.
        self.plot.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        theme.scaled(self.plot, self.plot.setMinimumWidth, 12)
        theme.scaled(self.plot, self.plot.setMinimumHeight, 9)
        box = self.plot.getViewBox()
        box.disableAutoRange()
        box.setDefaultPadding(0)
        box.sigRangeChangedManually.connect(self.zoomed)
        for name in ("left", "bottom"):
            # Their texts stay the same for many repaints.
            self.plot.getAxis(name).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.plot.scene().sigMouseMoved.connect(self._moved)
        # Smooth edges on the dense unsmoothed curve cost more than all the rest of the plot.
        self.raw = Curve(antialias=False)
        self.train, self.validation = Curve(), Curve()
        for curve in (self.raw, self.train):
            curve.setSegmentedLineMode("on")  # a long thick line is drawn twice as fast in pieces
        self.points = Points(size=7)
        for item in (self.raw, self.train, self.validation, self.points):
            self.plot.addItem(item, ignoreBounds=True)
        self.crosshair = Crosshair(self.plot)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:  # on another screen the same line has other pixels
            self.recolour()
        return super().event(event)

    def recolour(self) -> None:
        """Takes the theme's colours."""
        tokens = theme.colours()
        self.plot.setBackground(QColor(tokens.surface))
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(QColor(tokens.line))
            axis.setTextPen(QColor(tokens.muted))
            axis.setStyle(tickLength=-4, tickFont=self.font(), tickTextOffset=theme.spacing(0.5))
            # The ticks between those with numbers double the time that a new range takes; a number at the rim would be cut.
            axis.setStyle(maxTickLevel=0, hideOverlappingLabels=True)
            axis.enableAutoSIPrefix(False)
            axis.setGrid(False)
        # The pens are cosmetic, their width is in the screen's own pixels.
        fine = self.devicePixelRatioF()
        faint = QColor(tokens.train)
        faint.setAlphaF(0.3)
        self.raw.setPen(pen(faint, fine))
        self.train.setPen(pen(QColor(tokens.train), 2.0 * fine))
        self.validation.setPen(pen(QColor(tokens.validation), 2.0 * fine))
        self.points.setBrush(QColor(tokens.validation))
        self.points.setPen(None)
        self.crosshair.recolour(self.font(), fine)
        for mark in self.marks:
            self._colour_mark(mark)
        self.set_overlays(self.overlays)

    # Drawing

    def x_of(self, steps: np.ndarray, run: RunSeries) -> np.ndarray:
        return steps / run.steps_per_epoch if self.options.in_epochs else steps

    def draw(self, follow: bool) -> None:
        """Draws what the visible range needs; with `follow` the range first grows to show all of it."""
        if follow:
            self._fit_x()
        self._draw_live()
        self._draw_overlays()
        if follow:
            self._fit_y()

    def _fit_x(self) -> None:
        """Doubles when it must: a range that changes at every repaint is restless to look at and costly to draw."""
        runs = (self.live, *(run for run, _ in self.overlays))
        furthest = max(1e-3, *(self._end(run) for run in runs))
        planned = max(self._in_unit(run.planned_steps, run) for run in runs)
        step = self._in_unit(self.live.steps_per_epoch, self.live)
        while step < furthest:
            step *= 2
        wanted = 1.02 * (max(furthest, min(step, planned)) if planned else step)
        (left, right), _ = self.plot.viewRange()
        if left != 0 or abs(right - wanted) > 1e-6 * wanted:
            self.plot.setXRange(0, wanted, padding=0)

    def _in_unit(self, steps: float, run: RunSeries) -> float:
        return steps / (run.steps_per_epoch if self.options.in_epochs else 1.0)

    def _end(self, run: RunSeries) -> float:
        return self._in_unit(run.last_step, run)

    def _points(self, series: Series, run: RunSeries, window: int) -> tuple[np.ndarray, np.ndarray]:
        (left, right), _ = self.plot.viewRange()
        scale = run.steps_per_epoch if self.options.in_epochs else 1.0
        pixels = max(50, self.plot.width())
        steps, values = series.thin(self.part, left * scale, right * scale, pixels, window)
        return self.x_of(steps, run), self._y(values)

    def _y(self, values: np.ndarray) -> np.ndarray:
        return np.log10(np.maximum(values, 1e-6)) if self.options.log_axis else values

    def _draw_live(self) -> None:
        smooth = self.options.smoothing > 1 and len(self.live.train) > 2
        none = (np.zeros(0), np.zeros(0))
        self.raw.setData(*(self._points(self.live.train, self.live, 1) if smooth else none))
        self.train.setData(*self._points(self.live.train, self.live, self.options.smoothing))
        self._draw_validation()

    def _draw_validation(self) -> None:
        """Its points come once an epoch, far more rarely than repaints, and laying them out is dear."""
        x, y = self._points(self.live.validation, self.live, 1)
        if not (np.array_equal(x, self._shown[0]) and np.array_equal(y, self._shown[1])):
            self._shown = x, y
            self.validation.setData(x, y)
            self.points.setData(x, y)

    def set_overlays(self, overlays: list[tuple[RunSeries, str]]) -> None:
        """Past runs with a colour each: validation as a line, training dashed."""
        for item in self._overlay_items:
            self.plot.removeItem(item)
        self.overlays = overlays
        self._overlay_items = []
        for _, colour in overlays:
            for style in (Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine):
                item = Curve(pen=pen(QColor(theme.readable(colour)), 1.5 * self.devicePixelRatioF(), style))
                item.setZValue(-1)
                self.plot.addItem(item, ignoreBounds=True)
                self._overlay_items.append(item)

    def _draw_overlays(self) -> None:
        for index, (run, _) in enumerate(self.overlays):
            for offset, series in enumerate((run.train, run.validation)):
                self._overlay_items[2 * index + offset].setData(*self._points(series, run, 1))

    def _fit_y(self) -> None:
        """All values that are drawn, the steep fall at the beginning of the curves left out; in leaps like `_fit_x`."""
        (left, right), (bottom, top) = self.plot.viewRange()
        lows, highs = [], []
        for item in (self.raw, self.train, self.validation, *self._overlay_items):
            x, y = item.getData()
            if x is not None and len(x):
                later = y[x >= left + _SKIPPED_SHARE * (right - left)]
                lows.append(float(y.min()))
                highs.append(float((later if len(later) else y).max()))
        if not lows:
            return
        low, high = min(lows), max(highs)
        fits = bottom <= low and high <= top and high - low >= _LEAST_FILL * (top - bottom)
        if not fits:
            margin = max((high - low) * 0.1, 1e-3)
            self.plot.setYRange(low - margin, high + margin, padding=0)

    def set_options(self, options: CurveOptions) -> None:
        self.options = options
        self.plot.getAxis("left").setLogMode(options.log_axis)

    # Marks

    def set_marks(self, marks: list[tuple[float, str]]) -> None:
        """Vertical lines at x values, with words."""
        for line in self.marks:
            self.plot.removeItem(line)
        self.marks = []
        for x, text in marks:
            label = {"position": 0.94, "anchors": [(0, 0), (0, 0)], "rotateAxis": None}
            line = pg.InfiniteLine(x, angle=90, label=text, labelOpts=label)
            self._colour_mark(line)
            self.plot.addItem(line, ignoreBounds=True)
            self.marks.append(line)

    def _colour_mark(self, mark: pg.InfiniteLine) -> None:
        mark.setPen(pen(QColor(theme.colours().warning), self.devicePixelRatioF(), Qt.PenStyle.DashLine))
        mark.label.setColor(QColor(theme.colours().warning))
        mark.label.setFont(self.font())

    # Reading values

    def show_latest(self) -> None:
        tokens, texts = theme.colours(), []
        for series, colour, window in (
            (self.live.train, tokens.train, self.options.smoothing),
            (self.live.validation, tokens.validation, 1),
        ):
            if len(series):
                value = float(series.smooth_at(np.array([len(series) - 1]), self.part, window)[0])
                texts.append((in_nats(value), colour))
        self._latest.set_texts(texts)

    def readings(self, x: float) -> list[Reading]:
        """Of every curve at the point nearest to `x`."""
        tokens, found = theme.colours(), []
        curves = [
            ("train", tokens.train, self.live, self.live.train, self.options.smoothing),
            ("validation", tokens.validation, self.live, self.live.validation, 1),
        ]
        curves += [(run.name, theme.readable(colour), run, run.validation, 1) for run, colour in self.overlays]
        for name, colour, run, series, window in curves:
            index = series.nearest(x * (run.steps_per_epoch if self.options.in_epochs else 1.0))
            if index >= 0:
                found.append((name, colour, float(series.smooth_at(np.array([index]), self.part, window)[0])))
        return found

    def point_at(self, x: float | None, with_label: bool) -> None:
        """Shows the crosshair at `x`, or takes it away."""
        if x is None:
            self.crosshair.hide()
        else:
            where = f"epoch {x:.2f}" if self.options.in_epochs else f"step {x:,.0f}"
            self.crosshair.place(x, where, self.readings(x), with_label=with_label)

    def _moved(self, position: QPointF) -> None:
        box = self.plot.getViewBox()
        inside = box.sceneBoundingRect().contains(position)
        self.hovered.emit(box.mapSceneToView(position).x() if inside else None)
