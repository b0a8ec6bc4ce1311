"""Paints the layers of a map and keeps the still ones in a picture, which hovering and dragging only copy."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from vae_gui import theme
from vae_gui.widgets.map.axes import paint_axes, paint_grid_lines
from vae_gui.widgets.map.layers.layer import MapLayer, Stage
from vae_gui.widgets.map.layers.points import PointsLayer
from vae_gui.widgets.map.marks import paint_marks
from vae_gui.widgets.map.scene import Scene


class LayerPainter:
    """The layers of one map."""

    def __init__(self, kinds: Sequence[type[MapLayer]]) -> None:
        self.layers = tuple(kind() for kind in kinds)
        self._from_below = sorted(self.layers, key=lambda layer: layer.height)

    @property
    def points(self) -> PointsLayer:
        """The layer whose picture may come from elsewhere; every map has one."""
        return next(layer for layer in self.layers if isinstance(layer, PointsLayer))

    def recolour(self) -> None:
        """Forgets what was painted in the former colours."""
        for layer in self.layers:
            layer.recolour()

    def paint(self, stage: Stage, painter: QPainter, scene: Scene, ratio: float) -> None:
        """The shown layers of a stage. ratio: device pixels per logical pixel."""
        for layer in self._from_below:
            opacity = scene.layers.opacity(layer.name)
            if layer.stage is stage and opacity:
                painter.save()
                painter.setClipRect(scene.viewport.area)
                painter.setOpacity(opacity)
                layer.paint(painter, scene, ratio)
                painter.restore()


class StillPicture:
    """Everything of a map but what moves.

    Painted over when it is due: new memory of that size takes the system as long as the painting.
    """

    def __init__(self, painter: LayerPainter) -> None:
        self._layers = painter
        self._ground, self._whole = QImage(), QImage()  # what stays while only the points change; all still layers
        self._ground_due = self._whole_due = True

    def renew(self, *, points_only: bool = False) -> None:
        """It is painted anew when it is wanted next."""
        self._ground_due = self._ground_due or not points_only
        self._whole_due = True

    def image(self, scene: Scene, size: QSize, ratio: float, font: QFont) -> QImage:
        """As of now; valid until the next call. size: in logical pixels."""
        if self._whole.size() != size * ratio or self._whole.devicePixelRatio() != ratio:
            self._ground, self._whole = blank(size, ratio), blank(size, ratio)
            self._ground_due = self._whole_due = True
        if self._ground_due:
            self._paint_ground(scene, QRectF(0, 0, size.width(), size.height()), ratio, font)
        if self._whole_due:
            painter = QPainter(self._whole)
            painter.setFont(font)
            painter.drawImage(0, 0, self._ground)
            self._layers.paint(Stage.DATA, painter, scene, ratio)
            painter.end()
        self._ground_due = self._whole_due = False
        return self._whole

    def _paint_ground(self, scene: Scene, widget: QRectF, ratio: float, font: QFont) -> None:
        self._ground.fill(QColor(theme.colours().window))
        painter = QPainter(self._ground)
        painter.setFont(font)
        spacing = 4.0 * QFontMetricsF(font).height()
        paint_grid_lines(painter, scene, spacing)
        self._layers.paint(Stage.GROUND, painter, scene, ratio)
        paint_axes(painter, scene, widget, spacing)
        painter.end()


def blank(size: QSize, ratio: float) -> QImage:
    """size: in logical pixels."""
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return image


def paint_moving(painter: QPainter, layers: LayerPainter, scene: Scene, ratio: float) -> None:
    """What moves over the still picture: moving layers, then the marks."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layers.paint(Stage.MOVING, painter, scene, ratio)
    paint_marks(painter, scene)
    painter.restore()
