"""Curves to files: those in the plot, or those of one past run; a table or a picture, by the name that is chosen."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from vae_gui.widgets.files.file_dialogs import ask_target
from vae_gui.wording.file_kinds import CSV, PNG
from vae_gui.workspace.run_rows import RunRow

if TYPE_CHECKING:
    from vae_gui.widgets.plots.loss_plot import LossPlot

NO_CURVES = "There are no curves to export yet; train a model, or open a run."


class CurveExports(QObject):
    """Asks where to, and writes; `tell` takes the sentence that says why not."""

    def __init__(self, view: QWidget, plot: "Callable[[], LossPlot | None]", tell: Callable[[str], None]) -> None:
        super().__init__(view)
        self._view, self._plot, self._tell = view, plot, tell

    def export_table(self) -> None:
        self._export_plot(CSV)

    def export_picture(self) -> None:
        self._export_plot(PNG)

    def export_run(self, row: RunRow) -> None:
        path, plot = self._ask(row.path.name, CSV), self._plot()
        if path is not None and plot is not None:
            export_run(row, plot, path, self._tell)

    def _export_plot(self, kind: str) -> None:
        plot = self._plot()
        if plot is None or plot.is_empty():
            self._tell(NO_CURVES)
        elif (path := self._ask("curves", kind)) is not None:
            export_plot(plot, path)

    def _ask(self, name: str, kind: str) -> Path | None:
        """`kind` is offered at first. None when the user thinks better of it."""
        name, other = (f"{name}.png", CSV) if kind == PNG else (f"{name}.csv", PNG)
        return ask_target(self._view, "Export curves", name, kind, other)


def export_plot(plot: "LossPlot", path: Path) -> None:
    """The curves as they are in the plot, past runs laid over them included; the plot says when it fails."""
    if path.suffix.lower() == ".png":
        plot.export_png(path)
    else:
        plot.export_csv(path)


def export_run(row: RunRow, like: "LossPlot", path: Path, failed: Callable[[str], None]) -> None:
    """The curves of one run alone, drawn as large as `like` and with its options."""
    from vae_gui.views.train.past_curves import show_run, steps_per_epoch
    from vae_gui.widgets.plots.loss_plot import LossPlot

    if not row.metrics:
        failed(f"{row.name} has no whole epoch yet; there are no curves to export.")
        return
    plot = LossPlot(like)
    plot.hide()
    plot.failed.connect(failed)
    plot.exported.connect(plot.deleteLater)
    plot.failed.connect(plot.deleteLater)
    plot.set_log_axis(like.options.log_axis)
    plot.set_x_unit("epochs" if like.options.in_epochs else "steps")
    show_run(plot, row.run, steps_per_epoch(row.metrics), row.metrics)
    plot.resize(like.size())
    export_plot(plot, path)
