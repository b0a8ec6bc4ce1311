"""The prior, as circles."""

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from vae_gui import theme
from vae_gui.widgets.map.curves import Gaussian
from vae_gui.widgets.map.layers.layer import MapFacts, MapLayer
from vae_gui.widgets.map.scene import Scene


class PriorLayer(MapLayer):
    name = "prior"
    title = "Prior"
    hint = "Circles of 1, 2 and 3 standard deviations of the prior."
    opacity = 0.6
    height = 30

    def __init__(self) -> None:
        self._circles: tuple[tuple[object, ...], list[QLineF]] = ((), [])

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        if scene.prior is None:
            return
        key = (scene.viewport, scene.scale, scene.prior)
        if self._circles[0] != key:
            self._circles = (key, _circles(scene, scene.prior))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().text), 1.2))
        painter.drawLines(self._circles[1])

    @staticmethod
    def why_not(facts: MapFacts) -> str:
        return "" if facts.has_prior else "This model's codes follow no prior: it was trained without one."


def _circles(scene: Scene, prior: Gaussian) -> list[QLineF]:
    """Broken lines, drawn as every other piece of the curve: a dashed pen takes ten times as long."""
    near = scene.viewport.area.adjusted(-100, -100, 100, 100)
    lines = []
    for sigmas in (1.0, 2.0, 3.0):
        points = scene.contour(prior, sigmas)
        pieces = zip(points[::2], points[1::2], strict=False)
        lines += [QLineF(a, b) for a, b in pieces if near.contains(a) or near.contains(b)]
    return lines
