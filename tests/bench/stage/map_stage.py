"""The latent map on a stage of its own: real events in, painted frames out, each timed."""

import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.widgets.map.canvas import MapCanvas
from vae_gui.workspace.workspace import Workspace
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor

PATIENCE = 30.0  # seconds


class Stage:
    """A visible view, and the moment its canvas was painted last."""

    def __init__(self, folder: Path, dataset: Dataset) -> None:
        self.painted_at = 0.0
        self.workspace = Workspace(QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat), folder / "runs")
        self.workspace.data.show(dataset)
        self._watch_painting()
        self.view = LatentMapView(self.workspace)
        self.canvas = self.view.canvas
        self.view.resize(1280, 760)
        self.view.show()
        self.workspace.start()

    def _watch_painting(self) -> None:
        paint = MapCanvas.paintEvent

        def timed(canvas: MapCanvas, event: QPaintEvent) -> None:
            paint(canvas, event)
            self.painted_at = time.perf_counter()

        MapCanvas.paintEvent = timed  # type: ignore[method-assign]

    def open(self, predictor: Predictor) -> None:
        """Shows a model and waits until all is encoded and decoded."""
        self.workspace.model.set_predictor(predictor)
        self.until(lambda: self._all_encoded(predictor))
        self.rest()

    def _all_encoded(self, predictor: Predictor) -> bool:
        encoded = self.view.controller.encoded
        return encoded is not None and encoded.predictor is predictor and encoded.complete

    def rest(self) -> None:
        self.until(
            lambda: self.view.controller.tiles.settled and self.canvas.settled and not self.canvas.navigation.moving
        )

    def until(self, condition: Callable[[], bool]) -> None:
        """Runs the event loop until it is so."""
        end = time.perf_counter() + PATIENCE
        while not condition():
            if time.perf_counter() > end:
                raise TimeoutError("The map did not come to rest.")
            self.wait(5)

    def wait(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def frame(self, act: Callable[[], None], shown: Callable[[], bool] = lambda: True) -> float:
        """Milliseconds from an event to the painted pixels it leads to."""
        started = time.perf_counter()
        act()
        while not (shown() and self.painted_at > started):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() - started > PATIENCE:
                raise TimeoutError("Nothing was painted.")
        return 1000 * (self.painted_at - started)

    def places(self, count: int) -> list[tuple[float, float]]:
        """Points of the plane, spread over the view."""
        return [tuple(place) for place in np.random.default_rng(0).uniform(-2.5, 2.5, (count, 2))]

    def hover(self, u: float, v: float) -> float:
        """Until the preview of that very point is on the screen."""
        at = self.canvas.navigation.screen_point(u, v).toPoint()
        goal = self.canvas.navigation.plane_point(QPointF(at))

        def shown() -> bool:
            preview = self.canvas.scene.preview
            return preview is not None and (preview.u, preview.v) == goal

        return self.frame(lambda: QTest.mouseMove(self.canvas, at), shown)

    def click(self, u: float, v: float) -> float:
        """Until the pin is on the map and its decoded image in the panel; a hand that clicks has been there before."""
        at = self.canvas.navigation.screen_point(u, v).toPoint()
        self.hover(u, v)
        before, pins = self.view.side.detail.decoded.image, len(self.workspace.pins.all)

        def shown() -> bool:
            return len(self.workspace.pins.all) > pins and self.view.side.detail.decoded.image is not before

        return self.frame(lambda: QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=at), shown)

    def close(self) -> None:
        self.view.shut_down()
        self.workspace.close()
