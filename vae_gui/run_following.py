"""Follows the run that is open while somebody else trains it: another process, or another machine on a shared disk."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from vae_gui.background import LatestWins
from vae_gui.workspace import Workspace

FOLLOW_MS = 2000
Stamp = tuple[int, int]


class RunFollower(QObject):
    """Opens the current run again whenever its files have grown; what this program trains itself needs no following.

    A run that vanishes stays as it was last seen.
    """

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._path: Path | None = None
        self._seen: Stamp | None = None
        self._looking = LatestWins(self)
        self._looking.done.connect(self._compare)
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        run = self._workspace.current_run
        if run is None or self._workspace.training or not self._workspace.models_loaded:
            self._path = None
            return
        if run.path != self._path:
            self._path, self._seen = run.path, None
        if not self._looking.busy:
            self._looking.request(_stamp, run.path)

    def _compare(self, found: tuple[Path, Stamp | None]) -> None:
        path, stamp = found
        if path != self._path or stamp is None or self._workspace.training:
            return
        grown = self._seen is not None and stamp != self._seen
        self._seen = stamp
        if grown:
            self._workspace.open_run(path)

    def close(self) -> None:
        self._timer.stop()
        self._looking.close()


def _stamp(path: Path) -> tuple[Path, Stamp | None]:
    """Of the file that a run writes last; None where there is none any more."""
    try:
        status = (path / "metrics.csv").stat()
    except OSError:
        return path, None
    return path, (status.st_mtime_ns, status.st_size)
