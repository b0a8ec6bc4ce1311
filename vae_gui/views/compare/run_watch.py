"""Follows run folders as their files grow, whoever writes them: a slow timer, and all reading in the background."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from vae_gui.background import LatestWins
from vae_gui.views.compare.run_rows import RunReader, RunRow
from vae_gui.workspace import Workspace

FOLLOW_MS = 2000
_FOLDERS = "compare/folders"


class RunWatch(QObject):
    """The runs of the workspace and of folders that were added to them.

    Signals:
        rows_changed(list): every run as a RunRow, whenever something is another than before.
    """

    rows_changed = Signal(list)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._rows: list[RunRow] | None = None
        self._reader = RunReader()
        self._worker = LatestWins(self)
        self._worker.done.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self.look)
        workspace.runs_changed.connect(self.look)
        workspace.models_ready.connect(self.look)

    @property
    def rows(self) -> list[RunRow]:
        return self._rows or []

    @property
    def is_read(self) -> bool:
        """Whether the folders have been read at all."""
        return self._rows is not None

    @property
    def added(self) -> list[Path]:
        """Folders beside the workspace's own."""
        kept = self._workspace.settings.value(_FOLDERS, [])
        return [
            Path(str(folder))
            for folder in (kept if isinstance(kept, Sequence) and not isinstance(kept, str) else [kept])
        ]

    def add(self, folder: Path) -> None:
        """Follows another folder from now on, also after the next start."""
        self._keep([*self.added, folder] if folder not in self.added else self.added)

    def forget_added(self) -> None:
        self._keep([])

    def _keep(self, folders: list[Path]) -> None:
        self._workspace.settings.setValue(_FOLDERS, [str(folder) for folder in folders])
        self.look()

    def follow(self, on: bool) -> None:
        """Looks again and again while someone sees it."""
        if on:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Reads once more, unless it is reading; before torch is loaded there is nothing that could read a run."""
        if self._workspace.models_loaded and not self._worker.busy:
            self._worker.request(self._reader.read, [self._workspace.runs_dir, *self.added])

    def _show(self, rows: list[RunRow]) -> None:
        if rows != self._rows:
            self._rows = rows
            self.rows_changed.emit(rows)

    def close(self) -> None:
        self._timer.stop()
        self._worker.close()
