"""A hand for the tests: it moves the real mouse and presses the real keys."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from vae_gui.views.latent_map.view import LatentMapView


class Hand:
    """Moves the real mouse and presses the real keys; places are in plane coordinates."""

    def __init__(self, view: LatentMapView) -> None:
        self.view = view
        self.canvas = view.canvas

    def at(self, u: float, v: float) -> QPoint:
        return self.canvas.navigation.screen_point(u, v).toPoint()

    def plane(self, at: QPoint) -> tuple[float, float]:
        """What the map takes a pixel for."""
        return self.canvas.navigation.plane_point(QPointF(at))

    def move(self, u: float, v: float) -> tuple[float, float]:
        QTest.mouseMove(self.canvas, self.at(u, v))
        return self.plane(self.at(u, v))

    def click(self, u: float, v: float) -> tuple[float, float]:
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=self.at(u, v))
        return self.plane(self.at(u, v))

    def double_click(self, at: QPoint) -> None:
        """Of a pixel. The first press comes as a click of its own; QTest's double click is the second one alone."""
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(self.canvas, Qt.MouseButton.LeftButton, pos=at)

    def drag(
        self, points: list[tuple[float, float]], button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:  # fmt: skip
        way = [self.at(*point) for point in points]
        QTest.mousePress(self.canvas, button, keys, way[0])
        for place in way[1:]:
            QTest.mouseMove(self.canvas, place)
        QTest.mouseRelease(self.canvas, button, keys, way[-1])

    def wheel(self, u: float, v: float, notches: int) -> None:
        at = QPointF(self.at(u, v))
        event = QWheelEvent(
            at, self.canvas.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.canvas, event)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, modifier)

    def hold(self, modifier: Qt.Key, keys: list[Qt.Key]) -> None:
        """Presses keys while Shift is held, as a keyboard reports it."""
        assert modifier == Qt.Key.Key_Shift
        none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        press, release = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
        strokes = [(press, modifier, none)]
        for key in keys:
            strokes += [(press, key, shift), (release, key, shift)]
        for kind, key, held in [*strokes, (release, modifier, none)]:
            QApplication.sendEvent(self.canvas, QKeyEvent(kind, key, held))


def free_place(view: LatentMapView) -> tuple[float, float]:
    """A point of the map without an encoded image under it."""
    for u, v in np.random.default_rng(0).uniform(-2.8, 2.8, (500, 2)):
        if view.canvas.navigation.point_at(view.canvas.navigation.screen_point(u, v)) is None:
            return float(u), float(v)
    raise AssertionError("The map is full of points.")
