"""Paths through latent space: decoded while they grow, then shown as a film."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from vae_gui.tasks.cost_gate import CostGate
from vae_gui.tasks.in_turn import InTurn
from vae_gui.views.latent_map.controller import MapController
from vae_gui.views.latent_map.latent_path import NO_PATH, LatentPath, SetPath
from vae_gui.views.latent_map.model.decoded_points import DecodedPoints, decode_points
from vae_gui.views.latent_map.panels.path_panel import PathPanel
from vae_gui.views.latent_map.probe import Probe
from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import INTERPOLATIONS
from vae_models.latent import lerp, slerp

MOST_FRAMES = 1000


class Paths(QObject):
    """Signals: failed(str)."""

    failed = Signal(str)

    def __init__(
        self,
        controller: MapController,
        probe: Probe,
        panel: PathPanel,
        undo_stack: QUndoStack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller, self._probe, self._panel, self._undo_stack = controller, probe, panel, undo_stack
        self.path = NO_PATH
        self._before = NO_PATH
        self._z: list[np.ndarray] = []
        self._frames: list[np.ndarray] = []
        self._title = ""
        self._growing = False
        self._decoding = False
        self._decoder = CostGate(self, controller.cost)
        self._again = InTurn(self)
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether the frames of a path are still to be decoded by another model."""
        return self._again.busy

    def _connect(self) -> None:
        self._decoder.done.connect(self._take_frames)
        self._decoder.failed.connect(self._fail)
        self._again.done.connect(self._renewed)
        self._again.failed.connect(self._fail)
        hand = self._controller.canvas.navigation
        hand.path_started.connect(self.begin)
        hand.path_extended.connect(self.extend)
        hand.path_ended.connect(self.end)
        self._controller.model_changed.connect(self._model_changed)
        self._controller.plane_changed.connect(self._draw)
        self._panel.frame_shown.connect(self._show_frame)
        self._panel.clear_wanted.connect(self.clear)

    def begin(self, u: float, v: float) -> None:
        """A drag starts: the former path gives way, and comes back by undo."""
        self._panel.player.stop()
        self._start("drawn")
        self.extend(u, v)

    def extend(self, u: float, v: float) -> None:
        if self._growing and len(self._z) < MOST_FRAMES:
            self._z.append(self._controller.plane.point(u, v))
            self._decode()

    def end(self) -> None:
        self._growing = False
        self._finish()

    def interpolate(self, a: np.ndarray, b: np.ndarray, steps: int, *, spherical: bool) -> None:
        """The way from a to b, `(latent_dim,)` each, in so many frames."""
        self._panel.player.stop()
        self._start(f"{INTERPOLATIONS[spherical].lower()} interpolation")
        self._z = list((slerp if spherical else lerp)(a, b, steps))
        self._decode()
        self.end()

    def clear(self) -> None:
        if len(self.path):
            self._panel.player.stop()
            self._undo_stack.push(SetPath("Clear path", self.show, self.path, NO_PATH))

    def show(self, path: LatentPath) -> None:
        """Puts a path on the map and into the strip; hides it while another model than its own is open."""
        self.path = path
        fits = self._fits
        self._panel.set_path(path if fits else NO_PATH)
        self._panel.strip.set_position(None)
        self._draw()
        if fits and len(path):
            self._renew()

    def forget(self) -> None:
        """Another model comes: a path that is being drawn ends here and now."""
        self._z, self._growing = [], False
        self._decoding = False
        self._model_changed()

    def close(self) -> None:
        self._panel.player.stop()
        self._decoder.close()
        self._again.close()

    @property
    def _fits(self) -> bool:
        predictor = self._controller.predictor
        own = predictor is not None and self.path.model == self._controller.identity
        return own and self.path.z.shape[1:] == (predictor.latent_dim,)  # type: ignore[union-attr]

    def _start(self, title: str) -> None:
        self._before = self.path
        self._z, self._frames, self._title = [], [], title
        self._growing, self._decoding = True, False
        self.path = NO_PATH

    def _decode(self) -> None:
        """Asks for the frames that are missing, all at once; those that come later wait for their turn."""
        missing = self._z[len(self._frames) :]
        if missing and not self._decoding and self._controller.predictor is not None:
            self._decoding = True
            self._decoder.request(self._controller.predictor, len(missing), decode_points, np.stack(missing), self._z)

    def _take_frames(self, points: DecodedPoints) -> None:
        if points.about is not self._z:
            return
        self._decoding = False
        self._frames.extend(points.images)
        self.path = LatentPath(
            np.stack(self._z[: len(self._frames)]), np.stack(self._frames), self._title, self._controller.identity
        )
        self._panel.set_path(self.path)
        self._draw()
        self._decode()
        self._finish()

    def _finish(self) -> None:
        """Makes the path one step of the undo history as soon as it is whole."""
        if self._growing or not self._z or len(self._frames) < len(self._z):
            return
        self._z = []
        self._undo_stack.push(SetPath(f"Path: {self._title}", self.show, self._before, self.path))

    def _draw(self) -> None:
        uv = self._controller.plane.coordinates(self.path.z) if len(self.path) and self._fits else np.empty((0, 2))
        self._controller.canvas.set_path(uv, self._panel.strip.position)

    def _show_frame(self, index: int) -> None:
        self._draw()
        text = f"Frame {index + 1} of {len(self.path)}"
        self._probe.show_frame(self.path.z[index], self._panel.path.frames[index], text)

    def _model_changed(self) -> None:
        if len(self.path) and not self._z:
            if self._fits:
                self._renew()
            self._panel.set_path(self._panel.path if self._fits and len(self._panel.path) else NO_PATH)
            self._draw()

    def _renew(self) -> None:
        """The same path through a model that has changed meanwhile."""
        if self._controller.predictor is not None:
            self._again.request(decode_points, self._controller.predictor, self.path.z, self.path)

    def _renewed(self, points: DecodedPoints) -> None:
        if points.about is self.path and not self._z and self._fits:
            self.path = replace(self.path, frames=points.images)
            position = self._panel.strip.position
            self._panel.set_path(self.path)
            self._panel.strip.set_position(position)

    def _fail(self, error: Exception) -> None:
        self._decoding = False
        self.failed.emit(explain(error))
