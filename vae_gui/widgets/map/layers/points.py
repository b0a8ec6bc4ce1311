"""Where the encoder puts the images."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vae_gui import theme
from vae_gui.widgets.map.layers.layer import MapLayer
from vae_gui.widgets.map.points import PointCloud, PointView
from vae_gui.widgets.map.scene import Scene


def class_colours(count: int) -> np.ndarray:
    """The theme's class colours as `(count,)` uint32 0xffRRGGBB; at least one."""
    return np.array([QColor(name).rgb() for name in theme.class_colours(max(1, count))], dtype=np.uint32)


class PointsLayer(MapLayer):
    name = "points"
    title = "Data points"
    hint = "Where the encoder puts the images, coloured by class."
    opacity = 0.85
    height = 20

    def __init__(self) -> None:
        self._kept: tuple[PointView | None, QImage | None] = (None, None)

    def view(self, scene: Scene, cloud: PointCloud, ratio: float) -> PointView:
        """How a cloud would be seen in this scene."""
        colours = tuple(class_colours(scene.classes).tolist())
        opacity = scene.layers.opacity(self.name)
        return PointView(cloud, scene.hidden_classes, scene.viewport, ratio, colours, opacity)

    def keep(self, view: PointView, picture: QImage | None) -> None:
        """The picture of such points, until others are wanted."""
        self._kept = view, picture

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        if not len(scene.cloud):
            return
        view = self.view(scene, scene.cloud, ratio)
        if self._kept[0] != view:
            self.keep(view, view.draw())
        picture = self._kept[1]
        if picture is not None:
            painter.setOpacity(1.0)  # it is in the picture's own pixels
            painter.drawImage(scene.viewport.area, picture, QRectF(picture.rect()))
