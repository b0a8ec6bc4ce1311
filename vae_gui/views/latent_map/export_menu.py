"""The menu of everything that can be taken out of the map."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from vae_gui.tasks.latest_wins import Job, LatestWins
from vae_gui.views.latent_map import export_files
from vae_gui.views.latent_map.controller import MapModel
from vae_gui.views.latent_map.model.tile_decoder import TileSource
from vae_gui.views.latent_map.panels.path_panel import FRAME_MS, PathPanel
from vae_gui.views.latent_map.pins.pins import Pins
from vae_gui.views.latent_map.timeline import FRAME_MS as TRAINING_FRAME_MS, SnapshotLibrary, Timeline
from vae_gui.widgets.basics.controls import action
from vae_gui.widgets.files.save_dialog import ask_target
from vae_gui.wording.errors import explain
from vae_models.errors import Cancelled

PNG, GIF, CSV = "Pictures (*.png)", "Animations (*.gif)", "Tables (*.csv)"
_PIN_COLUMNS = 10


class ExportMenu(QMenu):
    """Signals: told(str): what was written, or why not."""

    told = Signal(str)

    def __init__(
        self,
        model: MapModel,
        path: PathPanel,
        pins: Pins,
        timeline: Timeline,
        library: SnapshotLibrary,
        parent: QWidget,
    ) -> None:
        super().__init__("Export", parent)
        self._model, self._path, self._pins, self._timeline, self._library = model, path, pins, timeline, library
        self._writing = LatestWins(self)
        self._writing.progressed.connect(lambda done: self.told.emit(f"{done} snapshots are drawn."))
        self._writing.done.connect(lambda target: self.told.emit(f"Written: {target}"))
        self._writing.failed.connect(self._failed)
        self.factor = 1
        self.manifold = self._add("Manifold as PNG…", "The grid of decoded tiles", self.export_manifold)
        self.film = self._add("Path as GIF…", "The path as an animation, back and forth", self.export_film)
        self.strip = self._add("Path as strip…", "The frames of the path side by side", self.export_strip)
        self.pins = self._add("Pins as PNG…", "The decoded pins side by side", self.export_pins)
        self.points = self._add(
            "Points as CSV…", "Index, label, mu and sigma of all encoded images", self.export_points
        )
        self.training = self._add("Training as GIF…", "The map at every snapshot of the run", self.export_training)
        # What another menu may show too: a sub-menu's own action would be destroyed when that menu is emptied.
        self.entries = self.actions()
        self._add_scales()
        self.aboutToShow.connect(self.enable_entries)

    def _add(self, text: str, hint: str, run: Callable[[], None]) -> QAction:
        made = action(text, hint, run, self)
        self.addAction(made)
        return made

    def _add_scales(self) -> None:
        menu = self.addMenu("Scale of pictures")
        group = QActionGroup(menu)
        for factor in (1, 2, 4, 8):
            text = "Exact pixels" if factor == 1 else f"{factor} times"
            each = QAction(text, menu, checkable=True, checked=factor == self.factor)
            each.triggered.connect(lambda _=False, factor=factor: setattr(self, "factor", factor))
            group.addAction(each)
            menu.addAction(each)

    def enable_entries(self) -> None:
        """Those that have something to write now."""
        has_model, has_path = self._model.predictor is not None, len(self._path.path) > 0
        self.manifold.setEnabled(has_model)
        self.film.setEnabled(has_path)
        self.strip.setEnabled(has_path)
        self.pins.setEnabled(has_model and bool(self._pins.usable(range(len(self._pins.pins)))))
        self.points.setEnabled(self._model.encoded is not None)
        self.training.setEnabled(bool(self._timeline.snapshots))

    def export_manifold(self) -> None:
        predictor = self._model.predictor
        if predictor is not None:
            source = TileSource(predictor, self._model.plane, self._model.scale)
            region, factor = export_files.whole_region(self._model.canvas.scene), self.factor
            self._export(
                "manifold.png", PNG, lambda job, file: export_files.write_manifold(file, source, region, factor)
            )

    def export_film(self) -> None:
        frames, factor = self._path.path.frames, self.factor
        self._export("path.gif", GIF, lambda job, file: export_files.write_film(file, frames, factor, FRAME_MS))

    def export_strip(self) -> None:
        frames, factor = self._path.path.frames, self.factor
        self._export("path.png", PNG, lambda job, file: export_files.write_strip(file, frames, factor))

    def export_pins(self) -> None:
        predictor, pins = self._model.predictor, self._pins.usable(range(len(self._pins.pins)))
        if predictor is not None and pins:
            z, factor = np.stack([pin.z for pin in pins]), self.factor
            self._export(
                "pins.png", PNG,
                lambda job, file: export_files.write_strip(file, predictor.decode_uint8(z), factor, _PIN_COLUMNS),
            )  # fmt: skip

    def export_points(self) -> None:
        encoded = self._model.encoded
        if encoded is not None:
            self._export("points.csv", CSV, lambda job, file: export_files.write_points(file, encoded))

    def export_training(self) -> None:
        run, scene = self._library.run, self._model.canvas.scene
        if run is None:
            return
        film = export_files.TrainingFilm(
            run, tuple(self._timeline.snapshots), self._model.plane, self._model.scale,
            export_files.whole_region(scene), self._model.canvas.kinds, scene.layers, scene.hidden_classes,
            self._model.table, TRAINING_FRAME_MS,
        )  # fmt: skip
        self._export(
            "training.gif", GIF,
            lambda job, file: export_files.write_training_film(file, film, job.report, job.cancelled),
        )  # fmt: skip

    def _export(self, name: str, kind: str, write: Callable[[Job, Path], None]) -> None:
        """Asks where to, then writes in the background."""
        if self._writing.busy:
            self.told.emit("The last export is still being written; try again in a moment.")
            return
        target = ask_target(self.parentWidget(), "Export", name, kind)
        if target is None:
            return

        def work(job: Job) -> Path:
            write(job, target)
            return target

        self._writing.start(work)

    def shut_down(self) -> None:
        """Stops what is being written; the target stays as it was."""
        self._writing.close()

    def _failed(self, error: Exception) -> None:
        self.told.emit("The export was stopped." if isinstance(error, Cancelled) else explain(error))
