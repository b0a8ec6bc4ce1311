"""Whose map is shown: the workspace's model while it is in sight, or an earlier state of it, from the time slider."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from vae_gui.views.latent_map.controller import MapController
from vae_gui.views.latent_map.timeline import SnapshotLibrary, Timeline, refresh_timer
from vae_gui.wording.errors import explain
from vae_gui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder
    from vae_models.runs.snapshots import Snapshot

_REST_MS = 500
# Between two pictures of a model that trains: oftener costs a quick trainer more than a tenth of its speed.
FOLLOW_MS = 400


class Following(QObject):
    """Signals: followed(): the map shows the workspace's model as it is now, or none; or there is none to show."""

    followed = Signal()

    def __init__(
        self, workspace: Workspace, controller: MapController, timeline: Timeline, in_sight: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._workspace, self._controller, self._timeline, self._in_sight = workspace, controller, timeline, in_sight
        self.library = SnapshotLibrary(self)
        self.stale = True
        self.rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self.soon = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._refresh_soon = refresh_timer(self)
        self._connect()

    def _connect(self) -> None:
        self._timeline.snapshot_wanted.connect(self.library.load)
        self._timeline.live_wanted.connect(self.follow)
        self.library.listed.connect(self._timeline.set_snapshots)
        self.library.loaded.connect(self._show_snapshot)
        self.library.failed.connect(self._snapshot_failed)
        self.rest.timeout.connect(self._encode_the_rest)
        self._refresh_soon.timeout.connect(self.library.refresh)
        self.soon.timeout.connect(self.catch_up)
        workspace = self._workspace
        workspace.model.opened.connect(self._another_model)
        workspace.model.predictor_changed.connect(self._predictor_changed)
        workspace.model.run_changed.connect(self._run_changed)
        workspace.training.events.connect(self._training_went_on)
        workspace.training.ended.connect(self._training_ended)
        if workspace.model.run is not None:
            self._run_changed(workspace.model.run)

    def follow(self) -> None:
        """Shows the workspace's model as it is now."""
        self.stale = False
        self.soon.start()
        predictor = self._workspace.model.predictor
        usable = predictor if predictor is not None and predictor.has_latent else None
        self._controller.identity = self._workspace.model.identity
        self._controller.show_predictor(usable, live=self._workspace.training.under_way)
        self.followed.emit()

    def catch_up(self) -> None:
        """Shows what came too soon after the last picture."""
        if self.stale and self._in_sight() and self._timeline.live:
            self.follow()

    def _another_model(self) -> None:
        """Of the former one nothing stays, nor its place in time."""
        self.rest.stop()
        self.soon.stop()
        self._timeline.player.stop()
        self._timeline.set_snapshots([])
        self._controller.identity = self._workspace.model.identity
        self._controller.forget()

    def _predictor_changed(self, predictor: "Predictor | None") -> None:
        self.stale = True
        if self._in_sight() and (self._timeline.live or predictor is None):
            if not (self._workspace.training.under_way and self.soon.isActive()):
                self.follow()
        elif predictor is None or self._controller.predictor is None:
            self.followed.emit()

    def _show_snapshot(self, snapshot: "Snapshot", predictor: "Predictor") -> None:
        if self._timeline.chosen == snapshot:
            self._controller.show_predictor(self._workspace.model.with_label(predictor), live=True)
            self.rest.start()

    def _snapshot_failed(self, error: Exception) -> None:
        self._workspace.messages.say(explain(error))
        self._timeline.player.stop()
        self.library.refresh()

    def _encode_the_rest(self) -> None:
        self._controller.encoder.set_live(self._workspace.training.under_way and self._timeline.live)

    def _run_changed(self, run: "RunFolder | None") -> None:
        self.library.set_run(run)

    def _training_went_on(self) -> None:
        if not self._refresh_soon.isActive():
            self._refresh_soon.start()

    def _training_ended(self) -> None:
        self.catch_up()
        self.library.refresh()
        self.rest.start()
