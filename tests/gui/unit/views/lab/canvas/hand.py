"""What a hand does on the lab's canvas."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.canvas.live_denoising import Cleaning
from vae_gui.views.lab.canvas.panel import CanvasPanel

SEVEN = [(130, 120), (220, 110), (310, 115), (280, 200), (240, 280), (215, 350)]


def draw(panel: CanvasPanel, points: list[tuple[int, int]]) -> None:
    canvas = panel.canvas
    places = [canvas.to_widget().map(QPointF(*point)).toPoint() for point in points]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def cleaned(qtbot: QtBot, panel: CanvasPanel, by: str) -> Cleaning:
    """What is shown once the present drawing has been cleaned by a denoiser."""

    def is_shown() -> bool:
        shown = panel.results.cleaning
        return shown is not None and shown.denoiser == by and np.array_equal(shown.clean, panel.model_input().image)

    qtbot.waitUntil(is_shown, timeout=10_000)
    assert panel.results.cleaning is not None
    return panel.results.cleaning
