"""What the map can write to disk. Plain functions, run in the background."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vae_gui import theme
from vae_gui.views.latent_map.model.encoder import LIVE_IMAGES, Encoded
from vae_gui.views.latent_map.model.image_table import ImageTable
from vae_gui.views.latent_map.model.tile_decoder import TileSource, decode_tiles
from vae_gui.widgets.map.layer_switches import LayerSwitches
from vae_gui.widgets.map.layers.layer import MapLayer, Stage
from vae_gui.widgets.map.painting import LayerPainter
from vae_gui.widgets.map.points import PointCloud
from vae_gui.widgets.map.scale import AxisScale
from vae_gui.widgets.map.scene import Scene
from vae_gui.widgets.map.tiles import TileRegion
from vae_gui.widgets.map.viewport import Viewport
from vae_models.errors import Cancelled
from vae_models.files.pictures import scaled, side_by_side, write_gif, write_png, write_text
from vae_models.latent.axes import Plane

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder
    from vae_models.runs.snapshots import Snapshot

FRAME_SIDE = 560  # pixels of an animation of the training


def whole_region(scene: Scene) -> TileRegion:
    """All tiles of the manifold at its own density."""
    return TileRegion(scene.grid, 0, 0, 0, scene.count, scene.count)


def write_manifold(path: Path, source: TileSource, region: TileRegion, factor: int) -> None:
    """The decoded grid, exact pixels times `factor`. Raises ModelError, DataError."""
    write_png(path, scaled(decode_tiles(source, region).mosaic.picture(), factor))


def write_strip(path: Path, images: np.ndarray, factor: int, columns: int | None = None) -> None:
    """images: `(n, H, W)` uint8, in one row or in rows of `columns`. Raises DataError."""
    write_png(path, scaled(side_by_side(images, columns), factor))


def write_film(path: Path, frames: np.ndarray, factor: int, frame_ms: int) -> None:
    """An endless animation of a path, back and forth. Raises DataError."""
    write_gif(path, scaled(frames, factor), frame_ms, back_and_forth=True)


def points_table(encoded: Encoded) -> str:
    """CSV, one line an image in the order of the data set: index, label, mu and sigma of each dimension.

    Where the images have files of their own, a column `file` names them.
    """
    table, dims = encoded.table, range(1, encoded.mu.shape[1] + 1)
    head = ["index", "label", *(["file"] if table.has_files else [])]
    lines = [",".join([*head, *(f"mu{dim}" for dim in dims), *(f"sigma{dim}" for dim in dims)])]
    for row in np.argsort(encoded.indices):
        index = int(encoded.indices[row])
        texts = [table.class_name(index), *([table.file(index)] if table.has_files else [])]
        values = (*encoded.mu[row], *encoded.sigma[row])
        lines.append(",".join([str(index), *map(_quoted, texts), *(f"{v:.7g}" for v in values)]))
    return "\r\n".join(lines) + "\r\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text


def write_points(path: Path, encoded: Encoded) -> None:
    """Raises DataError."""
    write_text(path, points_table(encoded))


@dataclass(frozen=True, eq=False)
class TrainingFilm:
    """What an animation of the training shows: one picture of plane, layers and points for each snapshot."""

    run: "RunFolder"
    snapshots: "Sequence[Snapshot]"
    plane: Plane
    scale: AxisScale
    region: TileRegion
    kinds: Sequence[type[MapLayer]]
    layers: LayerSwitches
    hidden: frozenset[int]
    table: ImageTable | None
    frame_ms: int


def write_training_film(
    path: Path, film: TrainingFilm, progress: Callable[[int], None], cancelled: Callable[[], bool]
) -> None:
    """progress: is told how many snapshots are done. Raises ModelError, DataError, Cancelled."""
    frames = []
    for number, snapshot in enumerate(film.snapshots):
        if cancelled():
            raise Cancelled
        frames.append(map_picture(film, film.run.load_snapshot(snapshot)))
        progress(number + 1)
    write_gif(path, np.stack(frames) if frames else np.empty((0, 1, 1), np.uint8), film.frame_ms)


def map_picture(film: TrainingFilm, predictor: "Predictor") -> np.ndarray:
    """The map of one model, painted as on the screen: `(side, side, 3)` uint8."""
    grid = film.region.grid
    area = QRectF(0, 0, FRAME_SIDE, FRAME_SIDE)
    viewport = Viewport.showing(area, (grid.low, grid.low), (grid.high, grid.high))
    scene = Scene(viewport=viewport, scale=film.scale, layers=film.layers, hidden_classes=film.hidden)
    scene.mosaic = decode_tiles(TileSource(predictor, film.plane, film.scale), film.region).mosaic
    if film.table is not None:
        chosen = np.random.default_rng(0).permutation(len(film.table))[:LIVE_IMAGES]
        codes = predictor.encode(film.table.images(chosen), film.table.known_labels(chosen, predictor)).mu
        places = film.scale.place(film.plane.coordinates(codes))
        scene.cloud = PointCloud(places[:, 0], places[:, 1], film.table.labels[chosen])
        scene.classes = len(film.table.class_names) if film.table.has_labels else 1
    return _painted(scene, LayerPainter(film.kinds))


def _painted(scene: Scene, layers: LayerPainter) -> np.ndarray:
    image = QImage(FRAME_SIDE, FRAME_SIDE, QImage.Format.Format_RGB888)
    image.fill(QColor(theme.colours().window))
    painter = QPainter(image)
    for stage in (Stage.GROUND, Stage.DATA):
        layers.paint(stage, painter, scene, 1.0)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(FRAME_SIDE, image.bytesPerLine())
    return rows[:, : 3 * FRAME_SIDE].reshape(FRAME_SIDE, FRAME_SIDE, 3).copy()
