"""The manifold, the path and the pins as pictures and animations."""

from pathlib import Path

import numpy as np

from vae_gui.tasks.job import Job
from vae_gui.views.latent_map.export.export import Export, MapContents, Write
from vae_gui.views.latent_map.model.tile_decoder import TileSource, decode_tiles
from vae_gui.views.latent_map.panels.path_panel import FRAME_MS
from vae_gui.widgets.map.scene import Scene
from vae_gui.widgets.map.tiles import TileRegion
from vae_gui.wording.file_kinds import GIF, PNG
from vae_models.files.pictures import scaled, side_by_side, write_gif, write_png

_PIN_COLUMNS = 10


def whole_region(scene: Scene) -> TileRegion:
    """All tiles of the manifold at its own density."""
    return TileRegion(scene.grid, 0, 0, 0, scene.count, scene.count)


def _manifold(contents: MapContents, factor: int) -> Write | None:
    model = contents.controller
    if model.predictor is None:
        return None
    source, region = TileSource(model.predictor, model.plane, model.scale), whole_region(model.canvas.scene)

    def write(job: Job, path: Path) -> None:
        write_png(path, scaled(decode_tiles(source, region).mosaic.picture(), factor))

    return write


def _film(contents: MapContents, factor: int) -> Write | None:
    if not len(contents.path.path):
        return None
    frames = contents.path.path.frames
    return lambda job, path: write_gif(path, scaled(frames, factor), FRAME_MS, back_and_forth=True)


def _strip(contents: MapContents, factor: int) -> Write | None:
    if not len(contents.path.path):
        return None
    frames = contents.path.path.frames
    return lambda job, path: write_png(path, scaled(side_by_side(frames), factor))


def _pins(contents: MapContents, factor: int) -> Write | None:
    predictor, pins = contents.controller.predictor, contents.pins.usable(range(len(contents.pins.pins)))
    if predictor is None or not pins:
        return None
    z = np.stack([pin.z for pin in pins])

    def write(job: Job, path: Path) -> None:
        write_png(path, scaled(side_by_side(predictor.decode_uint8(z), _PIN_COLUMNS), factor))

    return write


MANIFOLD = Export("Manifold as PNG…", "The grid of decoded tiles", "manifold.png", PNG, _manifold)
FILM = Export("Path as GIF…", "The path as an animation, back and forth", "path.gif", GIF, _film)
STRIP = Export("Path as strip…", "The frames of the path side by side", "path.png", PNG, _strip)
PINS = Export("Pins as PNG…", "The decoded pins side by side", "pins.png", PNG, _pins)
