"""The lab's canvas: from a point of a stroke to the painted ink, and to the painted denoised image, idle and while training."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.stage.figures import Figures, spread
from tests.bench.stage.training_meanwhile import train_meanwhile
from vae_gui.theme import apply_theme
from vae_gui.views.lab.view import LabView
from vae_gui.widgets.drawing.canvas import DrawingCanvas
from vae_gui.widgets.drawing.drawing import SIDE
from vae_gui.widgets.pictures.large_image import LargeImage
from vae_gui.workspace.workspace import Workspace
from vae_models.data.load import load_dataset

POINTS = 400
STROKE = 40  # points
INK_TARGET_MS = 8
DENOISED_TARGET_MS = {"unet-denoiser": 33, "denoising-autoencoder": 16}
PATIENCE = 10.0  # seconds

painted: dict[QWidget, float] = {}


def watch(kind: type[DrawingCanvas] | type[LargeImage]) -> None:
    """Notes when each widget of a kind was last painted."""
    paint = kind.paintEvent

    def timed(widget: QWidget, event: QPaintEvent) -> None:
        paint(widget, event)  # type: ignore[arg-type]
        painted[widget] = time.perf_counter()

    kind.paintEvent = timed  # type: ignore[method-assign, assignment]


def scribble() -> Iterator[tuple[float, float]]:
    """A hand that wanders over the drawing."""
    dice, angle = np.random.default_rng(0), 0.0
    at = np.full(2, SIDE / 2)
    while True:
        angle += dice.normal(0, 0.5)
        at = np.clip(at + 12 * np.array([np.cos(angle), np.sin(angle)]), 60, SIDE - 60)
        yield float(at[0]), float(at[1])


class Hand:
    """Draws on the canvas by mouse events and times what they lead to."""

    def __init__(self, lab: LabView) -> None:
        self.panel = lab.canvas
        self.canvas = lab.canvas.canvas
        self.cleanings = 0
        self.panel.live.cleaned.connect(self._count)

    def _count(self) -> None:
        self.cleanings += 1

    def draw(self, measure: Callable[[QPoint], float]) -> list[float]:
        """ms of each point, strokes being begun and ended between them."""
        times, points = [], scribble()
        for index in range(POINTS):
            at = self.canvas.to_widget().map(QPointF(*next(points))).toPoint()
            if index % STROKE == 0:
                QTest.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, pos=at)
                if index % (4 * STROKE) == 0:
                    self.panel.drawing.clear()
                QTest.mousePress(self.canvas, Qt.MouseButton.LeftButton, pos=at)
                rest(120)
            times.append(measure(at))
        return times

    def ink(self, at: QPoint) -> float:
        """Until the canvas has been painted."""
        return self._until(at, self.canvas, lambda: True)

    def denoised(self, at: QPoint) -> float:
        """Until the cleaned drawing, with this point in it, has been painted."""
        before = self.cleanings
        return self._until(at, self.panel.results.denoised, lambda: self.cleanings > before)

    def _until(self, at: QPoint, widget: QWidget, done: Callable[[], bool]) -> float:
        started = time.perf_counter()
        QTest.mouseMove(self.canvas, at)
        while not (done() and painted.get(widget, 0.0) > started):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() - started > PATIENCE:
                raise TimeoutError("Nothing was painted.")
        return 1000 * (painted[widget] - started)


def rest(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def measure(lab: LabView, hand: Hand, when: str, slack: int) -> Figures:
    ink = hand.draw(hand.ink)
    yield from spread(f"stroke point to painted ink, {when}", ink, p99=slack * INK_TARGET_MS)
    for name, target in DENOISED_TARGET_MS.items():
        lab.canvas.chooser.choose(name)
        rest(500)
        times = hand.draw(hand.denoised)
        yield from spread(f"{name}: stroke point to painted image, {when}", times, p99=slack * target)


def main() -> Figures:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, dark=False)
    watch(DrawingCanvas)
    watch(LargeImage)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat), Path(folder) / "runs")
        workspace.data.show(load_dataset("digits"))
        lab = LabView(workspace)
        lab.resize(1280, 760)
        lab.show()
        lab.tabs.setCurrentWidget(lab.canvas)
        workspace.start()
        rest(1500)
        hand = Hand(lab)
        yield from measure(lab, hand, "idle", 1)
        train_meanwhile(workspace)
        yield from measure(lab, hand, "while training", 2)
        lab.shut_down()
        workspace.close()
