"""What the decoder makes of every point of the plane, tile by tile."""

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from vae_gui import theme
from vae_gui.widgets.map.layers.layer import MapLayer, Stage
from vae_gui.widgets.map.scene import Scene
from vae_gui.widgets.map.tiles import Mosaic, tinted


def ink() -> np.ndarray:
    """`(256,)` uint32 for the grey values of a tile: from the theme's paper to its ink."""
    paper, text = QColor(theme.colours().window), QColor(theme.colours().text)
    share = np.linspace(0.0, 1.0, 256)
    mixed = [(1 - share) * getattr(paper, part)() + share * getattr(text, part)() for part in ("red", "green", "blue")]
    red, green, blue = (values.round().astype(np.uint32) for values in mixed)
    return np.uint32(0xFF000000) | red << 16 | green << 8 | blue


class ManifoldLayer(MapLayer):
    name = "tiles"
    title = "Manifold"
    hint = "What the decoder makes of every point of the plane."
    stage = Stage.GROUND

    def __init__(self) -> None:
        self._tinted: dict[int, tuple[Mosaic, QImage]] = {}
        self._ink: np.ndarray | None = None

    def recolour(self) -> None:
        self._ink = None
        self._tinted.clear()

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        mosaics = [mosaic for mosaic in (scene.mosaic, scene.backing_mosaic) if mosaic is not None]
        covered = QRegion(scene.viewport.area.toAlignedRect())
        for mosaic in mosaics:
            target = scene.viewport.to_screen_rect(mosaic.region.low, mosaic.region.high)
            painter.setClipRegion(covered)
            painter.drawImage(target, self._picture(mosaic))
            covered -= QRegion(target.toAlignedRect())
        self._tinted = {id(mosaic): self._tinted[id(mosaic)] for mosaic in mosaics}

    def _picture(self, mosaic: Mosaic) -> QImage:
        if self._ink is None:
            self._ink = ink()
        if id(mosaic) not in self._tinted:
            self._tinted[id(mosaic)] = (mosaic, tinted(mosaic.picture(), self._ink))
        return self._tinted[id(mosaic)][1]
