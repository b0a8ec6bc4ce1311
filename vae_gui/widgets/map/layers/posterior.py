"""The posterior of the chosen image, as ellipses."""

from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from vae_gui import theme
from vae_gui.widgets.map.layers.layer import MapFacts, MapLayer, Stage
from vae_gui.widgets.map.markers import FAR, unit_of
from vae_gui.widgets.map.scene import Scene


class PosteriorLayer(MapLayer):
    name = "posterior"
    title = "Posterior"
    hint = "The chosen image's posterior: ellipses of 1 and 2 standard deviations."
    stage = Stage.MOVING

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        if scene.posterior is None:
            return
        fill = QColor(theme.colours().warning)
        painter.setPen(QPen(QColor(theme.colours().warning), 1.6 * unit_of(painter)))
        for sigmas, alpha in ((2.0, 0.16), (1.0, 0.22)):
            outline = QPolygonF(scene.contour(scene.posterior, sigmas))
            if max(outline.boundingRect().width(), outline.boundingRect().height()) < FAR:
                fill.setAlphaF(alpha)
                painter.setBrush(fill)
                painter.drawPolygon(outline)

    @staticmethod
    def why_not(facts: MapFacts) -> str:
        return "" if facts.has_posterior else "This model gives every image one code, without a spread around it."
