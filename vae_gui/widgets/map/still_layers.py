"""The still layers of the map, painted once into a picture that hovering and dragging only copy."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion

from vae_gui import theme
from vae_gui.widgets.map.curves import Gaussian
from vae_gui.widgets.map.density import density, draw_density
from vae_gui.widgets.map.layers import DENSITY, POINTS, PRIOR, TILES
from vae_gui.widgets.map.points import PointCloud, PointView
from vae_gui.widgets.map.scene import Scene
from vae_gui.widgets.map.tiles import Mosaic, tinted


def class_colours(count: int) -> np.ndarray:
    """The theme's class colours as `(count,)` uint32 0xffRRGGBB; at least one."""
    return np.array([QColor(name).rgb() for name in theme.class_colours(max(1, count))], dtype=np.uint32)


def ink() -> np.ndarray:
    """`(256,)` uint32 for the grey values of a tile: from the theme's paper to its ink."""
    paper, text = QColor(theme.colours().window), QColor(theme.colours().text)
    share = np.linspace(0.0, 1.0, 256)
    mixed = [(1 - share) * getattr(paper, part)() + share * getattr(text, part)() for part in ("red", "green", "blue")]
    red, green, blue = (values.round().astype(np.uint32) for values in mixed)
    return np.uint32(0xFF000000) | red << 16 | green << 8 | blue


class Backdrop:
    """Paints tiles, density, points and circles; keeps the pictures that did not change."""

    def __init__(self) -> None:
        self.classes = 10
        self._tinted: dict[int, tuple[Mosaic, QImage]] = {}
        self._ink: np.ndarray | None = None
        self._circles: tuple[tuple[object, ...], list[QLineF]] = ((), [])
        self._points: tuple[PointView | None, QImage | None] = (None, None)

    def recolour(self) -> None:
        """Forgets what was painted in the former colours."""
        self._ink = None
        self._tinted.clear()

    def point_view(self, scene: Scene, cloud: PointCloud, ratio: float) -> PointView:
        """How a cloud would be seen in this scene."""
        colours = tuple(class_colours(self.classes).tolist())
        opacity = scene.layers.opacity(POINTS)
        return PointView(cloud, scene.hidden_classes, scene.viewport, ratio, colours, opacity)

    def keep_points(self, view: PointView, picture: QImage | None) -> None:
        """The picture of such points, until others are wanted."""
        self._points = view, picture

    def paint_data(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        """Density, points and circles, clipped to the viewport's area. ratio: device pixels per logical pixel."""
        painter.setClipRect(scene.viewport.area)
        self._paint_density(painter, scene)
        self._paint_points(painter, scene, ratio)
        painter.setOpacity(scene.layers.opacity(PRIOR))
        if scene.prior is not None and scene.layers[PRIOR].shown:
            self._paint_circles(painter, scene, scene.prior)
        painter.setOpacity(1.0)
        painter.setClipping(False)

    def paint_tiles(self, painter: QPainter, scene: Scene) -> None:
        """The manifold, clipped to the viewport's area."""
        opacity = scene.layers.opacity(TILES)
        if not opacity:
            return
        painter.save()
        painter.setOpacity(opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        mosaics = [mosaic for mosaic in (scene.mosaic, scene.backing_mosaic) if mosaic is not None]
        covered = QRegion(scene.viewport.area.toAlignedRect())
        for mosaic in mosaics:
            target = scene.viewport.to_screen_rect(mosaic.region.low, mosaic.region.high)
            painter.setClipRegion(covered)
            painter.drawImage(target, self._picture(mosaic))
            covered -= QRegion(target.toAlignedRect())
        painter.restore()
        self._tinted = {id(mosaic): self._tinted[id(mosaic)] for mosaic in mosaics}

    def _picture(self, mosaic: Mosaic) -> QImage:
        if self._ink is None:
            self._ink = ink()
        if id(mosaic) not in self._tinted:
            self._tinted[id(mosaic)] = (mosaic, tinted(mosaic.picture(), self._ink))
        return self._tinted[id(mosaic)][1]

    def _paint_density(self, painter: QPainter, scene: Scene) -> None:
        opacity = scene.layers.opacity(DENSITY)
        if opacity and len(scene.cloud):
            shares = density(scene.cloud, scene.cloud.showing(scene.hidden_classes), scene.viewport)
            painter.setOpacity(opacity)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(scene.viewport.area, draw_density(shares, QColor(theme.colours().accent)))

    def _paint_points(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        if scene.layers.opacity(POINTS) and len(scene.cloud):
            view = self.point_view(scene, scene.cloud, ratio)
            if self._points[0] != view:
                self.keep_points(view, view.draw())
            picture = self._points[1]
            if picture is not None:
                painter.setOpacity(1.0)
                painter.drawImage(scene.viewport.area, picture, QRectF(picture.rect()))

    def _paint_circles(self, painter: QPainter, scene: Scene, prior: Gaussian) -> None:
        key = (scene.viewport, scene.scale, prior)
        if self._circles[0] != key:
            self._circles = (key, _circles(scene, prior))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().text), 1.2))
        painter.drawLines(self._circles[1])
        painter.restore()


def curve(scene: Scene, gaussian: Gaussian, sigmas: float) -> list[QPointF]:
    """A contour of a distribution on the screen, closed."""
    places = scene.scale.place(gaussian.contour(sigmas))
    x, y = scene.viewport.to_screen_arrays(places[:, 0], places[:, 1])
    return [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]


def _circles(scene: Scene, prior: Gaussian) -> list[QLineF]:
    """Broken lines, drawn as every other piece of the curve: a dashed pen takes ten times as long."""
    near = scene.viewport.area.adjusted(-100, -100, 100, 100)
    lines = []
    for sigmas in (1.0, 2.0, 3.0):
        points = curve(scene, prior, sigmas)
        pieces = zip(points[::2], points[1::2], strict=False)
        lines += [QLineF(a, b) for a, b in pieces if near.contains(a) or near.contains(b)]
    return lines
