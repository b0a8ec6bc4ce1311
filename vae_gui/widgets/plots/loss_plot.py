"""Loss, reconstruction and KL of a run while it trains, side by side, with past runs laid over them.

Imports pyqtgraph, so it is built after the first window is on the screen.
"""

from copy import deepcopy
from functools import partial
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QStackedLayout, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.tasks.saving import save_behind, save_bytes, save_png
from vae_gui.widgets.plots.curve_legend import CurveLegend
from vae_gui.widgets.plots.curve_pane import CurveOptions, CurvePane
from vae_gui.widgets.plots.loss_plot_bar import LossPlotBar
from vae_gui.widgets.plots.pane_row import PANE_UNITS, PaneRow
from vae_gui.widgets.plots.run_curves import RunCurves, RunSeries, curves_csv

# One of the three panes at a time: together they would hold the GUI thread, and the trainer's interpreter, too long.
REPAINT_MS = 100
_BAR_UNITS = 66

Triple = tuple[float, float, float]


class LossPlot(QWidget):
    """Three plots in nats per image. Data may arrive at any rate; painting happens at most 10 times a second, one plot at a time.

    Signals:
        exported(): an export is written.
        failed(str): an export could not be written; the sentence says why.
    """

    exported = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pg.setConfigOptions(antialias=True)
        self.setAccessibleName("Loss curves")
        self.live = RunSeries()
        self.options = CurveOptions(smoothing=20)
        self._first = 0
        self._has_kl = True
        self._overlays: dict[str, tuple[RunSeries, str]] = {}
        self.marks: list[tuple[int, str]] = []
        self._dirty = False
        self._due: list[CurvePane] = []
        self._timer = QTimer(self, interval=REPAINT_MS, singleShot=True)
        self._timer.timeout.connect(self._draw_next)
        self._row = PaneRow()
        self.panes = self._row.panes
        self._row.zoomed.connect(self._schedule)
        self._row.fit_wanted.connect(self.fit)
        self.bar = LossPlotBar(self)
        self._follow_bar()
        self.legend = CurveLegend()
        self._lay_out()
        theme.follow(self, self._recolour)
        self._apply_options()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.legend, 1)
        top.addWidget(self.bar)
        empty = QLabel("Loss curves appear here once training starts.")
        empty.setProperty("quiet", True)
        empty.setWordWrap(True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedLayout()
        self._pages.addWidget(empty)
        self._pages.addWidget(self._row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addLayout(self._pages, 1)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    # Data

    def start_run(self, name: str, steps_per_epoch: float, has_kl: bool, planned_steps: float = 0.0) -> None:
        """Empties the live curves for a new or resumed run of `planned_steps`, 0 where that is not known."""
        self.live = RunSeries(name, max(1.0, float(steps_per_epoch)), has_kl, planned_steps)
        self.marks = []
        self._row.follow()
        self._changed()

    def append_steps(self, steps: ArrayLike, loss: ArrayLike, reconstruction: ArrayLike, kl: ArrayLike) -> None:
        """Training steps `(n,)` each, as a Trainer reports them."""
        self.live.train.append(steps, np.column_stack([loss, reconstruction, kl]))
        self._schedule()

    def append_epoch(self, step: int, train: Triple, validation: Triple) -> None:
        """An epoch's end. Its training means are drawn only where its single steps are not known (a resumed or past run)."""
        if self.live.train.nearest(step) < 0 or self.live.train.steps[-1] < step:
            self.live.train.append([step], [train])
        self.live.validation.append([step], [validation])
        self._schedule()

    def mark(self, step: int, text: str) -> None:
        """A vertical line: something changed at this step."""
        self.marks.append((step, text))
        self._place_marks()
        self._schedule()

    def clear(self) -> None:
        """Forgets the live run; overlays stay."""
        self.start_run("", 1.0, True)

    def set_overlay(self, curves: RunCurves) -> None:
        """Lays a past run over the live one, or replaces it."""
        used = {colour for _, colour in self._overlays.values()}
        palette = [colour for colour in theme.CLASS_COLOURS[2:] if colour not in used] or list(theme.CLASS_COLOURS)
        colour = self._overlays.get(curves.name, (None, palette[0]))[1]
        self._overlays[curves.name] = (RunSeries.of(curves), colour)
        self._changed()

    def remove_overlay(self, name: str) -> None:
        if self._overlays.pop(name, None) is not None:
            self._changed()

    def overlay_names(self) -> list[str]:
        return list(self._overlays)

    def is_empty(self) -> bool:
        return not (len(self.live.train) or len(self.live.validation) or self._overlays)

    # Options

    def set_log_axis(self, on: bool) -> None:
        self._set_options(CurveOptions(on, self.options.smoothing, self.options.in_epochs))

    def set_smoothing(self, steps: int) -> None:
        """The number of training steps a drawn value is the mean of; 1 draws each as it is."""
        self._set_options(CurveOptions(self.options.log_axis, max(1, steps), self.options.in_epochs))

    def _follow_bar(self) -> None:
        bar = self.bar
        bar.log_axis_wanted.connect(self.set_log_axis)
        bar.smoothing_wanted.connect(self.set_smoothing)
        bar.unit_wanted.connect(self.set_x_unit)
        bar.first_wanted.connect(self.show_first)
        bar.fit_wanted.connect(self.fit)
        bar.copy_wanted.connect(lambda: QGuiApplication.clipboard().setImage(self.picture()))
        bar.picture_wanted.connect(self.export_png)
        bar.table_wanted.connect(self.export_csv)

    def set_x_unit(self, unit: str) -> None:
        """ "epochs" or "steps"."""
        self._set_options(CurveOptions(self.options.log_axis, self.options.smoothing, unit == "epochs"))
        self.fit()

    def fit(self) -> None:
        """Shows all of every curve again, and follows the live one."""
        self._row.follow()
        self._schedule()

    def _set_options(self, options: CurveOptions) -> None:
        if options != self.options:
            self.options = options
            self._apply_options()

    def _apply_options(self) -> None:
        for pane in self.panes:
            pane.set_options(self.options)
        self.bar.show_options(self.options)
        self._place_marks()
        self._row.follow()
        self._schedule()

    # Drawing

    def _schedule(self) -> None:
        self._dirty = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _changed(self) -> None:
        self._take_step()
        for pane in self.panes:
            pane.set_overlays(list(self._overlays.values()))
        runs = [self.live, *(run for run, _ in self._overlays.values())]
        self._has_kl = any(run.has_kl for run in runs if len(run.train) or run is self.live)
        self._fit_panes()
        self._place_marks()
        self._write_legend()
        self._schedule()

    def show_first(self, part: int) -> None:
        """The plot that stays when there is no room for all: 0 the total loss, 1 the reconstruction, 2 the KL."""
        self._first = part
        self._fit_panes()

    def _fit_panes(self) -> None:
        """As many plots as the width allows; a model without KL has only a reconstruction."""
        order = sorted((0, 2, 1), key=lambda part: part != self._first) if self._has_kl else [1]
        self._row.fit(order, self.width())
        self.bar.set_narrow(self.width() < theme.spacing(_BAR_UNITS, self))

    def _place_marks(self) -> None:
        scale = self.live.steps_per_epoch if self.options.in_epochs else 1.0
        for index, pane in enumerate(self.panes):
            pane.set_marks(
                [(step / scale, text if index == 0 or not self.live.has_kl else "") for step, text in self.marks]
            )

    def _draw_next(self) -> None:
        """The pane whose turn it is; goes on until all have drawn what was due."""
        if self._dirty and not self._due:
            self._dirty = False
            self._take_step()
            self._pages.setCurrentIndex(0 if self.is_empty() else 1)
            self._due = self._row.shown
        if self._due:
            self._due.pop(0).draw(self._row.following)
        if self._dirty or self._due:
            self._timer.start()

    def _take_step(self) -> None:
        """All panes draw what there is at this moment, though one after the other, and their figures change together."""
        step = self.live.as_it_is()
        for pane in self.panes:
            pane.live = step
            pane.show_latest()

    def redraw(self) -> None:
        """Draws all that is due at once."""
        self._dirty = False
        self._due = []
        self._take_step()
        self._pages.setCurrentIndex(0 if self.is_empty() else 1)
        for pane in self._row.shown:
            pane.draw(self._row.following)

    def _write_legend(self) -> None:
        self.legend.show_runs((name, colour) for name, (_, colour) in self._overlays.items())

    def _recolour(self) -> None:
        for pane in self.panes:
            pane.recolour()
        self._fit_panes()
        self._write_legend()
        self._schedule()

    # Export

    def picture(self) -> QImage:
        """The curves as they are drawn, twice as fine as the screen."""
        self.redraw()
        image = QImage(self.size() * 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2.0)
        image.fill(theme.colours().window)
        self.render(image)
        return image

    def export_png(self, path: Path) -> None:
        """The picture as it is now, written in the background; ends with `exported` or `failed`."""
        save_behind(self, partial(save_png, self.picture(), path), self._tell)

    def export_csv(self, path: Path) -> None:
        """Every point of every curve as they are now, unsmoothed; likewise."""
        runs = deepcopy([self.live, *(run for run, _ in self._overlays.values())])
        save_behind(self, lambda: save_bytes(curves_csv(runs).encode(), path), self._tell)

    def _tell(self, problem: str | None) -> None:
        if problem is None:
            self.exported.emit()
        else:
            self.failed.emit(problem)

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(90, self), theme.spacing(30, self))

    def minimumSizeHint(self) -> QSize:
        """Room for one plot: with less width than for all, fewer are shown."""
        return QSize(theme.spacing(PANE_UNITS, self), theme.spacing(16, self))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._dirty:
            self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panes()
        self._schedule()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.bar.menu.popup(event.globalPos())
