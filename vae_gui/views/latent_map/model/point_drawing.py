"""Draws very many points on a thread of their own, so that their arrival is not felt under the hand."""

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.widgets.map.canvas import MapCanvas
from vae_gui.widgets.map.points import PointView

MANY_POINTS = 10_000  # fewer are drawn at once


class PointDrawing(QObject):
    """Gives a canvas its points, with their picture where they are many. Signal: failed(exception)."""

    failed = Signal(object)

    def __init__(self, canvas: MapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._worker = LatestWins(self)
        self._worker.done.connect(self._drawn)
        self._worker.failed.connect(self._fail)

    def show(self, uv: np.ndarray, labels: np.ndarray, classes: int, *, at_once: bool = False) -> None:
        """See `MapCanvas.set_points`; many points are shown a moment later, unless they must be there `at_once`."""
        if at_once or len(uv) < MANY_POINTS or not self._canvas.isVisible():
            self._worker.drop()
            self._canvas.set_points(uv, labels, classes)
        else:
            self._worker.request(_draw, self._canvas.expect_points(uv, labels, classes))

    def close(self) -> None:
        self._worker.close()

    def _drawn(self, drawn: tuple[PointView, QImage | None]) -> None:
        self._canvas.show_expected(*drawn)

    def _fail(self, error: Exception) -> None:
        self._canvas.forget_expected()
        self.failed.emit(error)


def _draw(view: PointView) -> tuple[PointView, QImage | None]:
    return view, view.draw()
