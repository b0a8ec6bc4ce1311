"""Follows the run that is open while somebody else trains it: another process, or another machine on a shared disk."""

from pathlib import Path

from PySide6.QtCore import QObject

from vae_gui.workspace.workspace import Workspace


class RunFollower(QObject):
    """Opens the current run again whenever its files have grown; what this program trains itself needs no following."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        workspace.model.run_changed.connect(self._choose)
        workspace.training.prepared.connect(self._choose)
        workspace.training.ended.connect(self._choose)
        workspace.runs.followed_changed.connect(self._open)

    def _choose(self, *_: object) -> None:
        run = self._workspace.model.run
        self._workspace.runs.follow(run.path if run is not None and not self._workspace.training.under_way else None)

    def _open(self, path: Path) -> None:
        run = self._workspace.model.run
        if run is not None and run.path == path and not self._workspace.training.under_way:
            self._workspace.model.open_run(path)
