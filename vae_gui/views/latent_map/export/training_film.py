"""The map at every snapshot of the run, as an animation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vae_gui import theme
from vae_gui.tasks.job import Job
from vae_gui.views.latent_map.export.export import Export, MapContents, Write
from vae_gui.views.latent_map.export.pictures import whole_region
from vae_gui.views.latent_map.model.encoder import LIVE_IMAGES
from vae_gui.views.latent_map.model.image_table import ImageTable
from vae_gui.views.latent_map.model.tile_decoder import TileSource, decode_tiles
from vae_gui.views.latent_map.timeline import FRAME_MS
from vae_gui.widgets.map.layer_switches import LayerSwitches
from vae_gui.widgets.map.layers.layer import MapLayer, Stage
from vae_gui.widgets.map.painting import LayerPainter
from vae_gui.widgets.map.points import PointCloud
from vae_gui.widgets.map.scale import AxisScale
from vae_gui.widgets.map.scene import Scene
from vae_gui.widgets.map.tiles import TileRegion
from vae_gui.widgets.map.viewport import Viewport
from vae_gui.wording.file_kinds import GIF
from vae_models.errors import Cancelled
from vae_models.files.pictures import write_gif
from vae_models.latent import Plane

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder
    from vae_models.runs.snapshots import Snapshot

FRAME_SIDE = 560  # pixels of an animation of the training


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


def _training(contents: MapContents, factor: int) -> Write | None:
    run, model, snapshots = contents.library.run, contents.controller, tuple(contents.timeline.snapshots)
    if run is None or not snapshots:
        return None
    scene = model.canvas.scene
    film = TrainingFilm(
        run, snapshots, model.plane, model.scale, whole_region(scene), model.canvas.kinds, scene.layers,
        scene.hidden_classes, model.table,
    )  # fmt: skip

    def write(job: Job, path: Path) -> None:
        frames = []
        for number, snapshot in enumerate(snapshots):
            if job.cancelled():
                raise Cancelled
            frames.append(map_picture(film, film.run.load_snapshot(snapshot)))
            job.report(f"Rendered {number + 1} of {len(snapshots)} snapshots…")
        write_gif(path, np.stack(frames), FRAME_MS)

    return write


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


TRAINING = Export("Training as GIF…", "The map at every snapshot of the run", "training.gif", GIF, _training)
