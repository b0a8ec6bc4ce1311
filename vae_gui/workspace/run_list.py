"""The one list of runs and shipped models. Its files are looked at again and again, whoever writes them, by one worker."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from vae_gui.tasks.in_turn import InTurn
from vae_gui.workspace.run_rows import RunReader, RunRow
from vae_gui.workspace.settings import COMPARE_FOLDERS, read_paths
from vae_models.files.shipped import list_shipped_models
from vae_models.runs.unbegun import remove_unbegun

TRASH = ".deleted"  # where deleted runs wait in the folder of runs; a name with a dot is never looked into
FOLLOW_MS = 2000
_REST = 20  # a look that takes long is followed by a rest so many times as long: slow disks are not kept busy
Found = tuple[list[Path], list[RunRow], RunRow | None, float]


class RunList(QObject):
    """The runs of the workspace, with those of its sweeps, and of folders that were added to them.

    Signals:
        rows_changed(list): every run as a RunRow, the newest first, whenever something has changed.
        followed_changed(object): the Path of the followed run, whose files have grown.
        looked(): the files were looked at once more, whether anything has changed or not.
    """

    rows_changed = Signal(list)
    followed_changed = Signal(object)
    looked = Signal()

    def __init__(self, settings: QSettings, runs_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._runs_dir = settings, runs_dir
        self.shipped: list[Path] = []
        self.interval_ms = FOLLOW_MS
        self._rows: list[RunRow] | None = None
        self._followed: Path | None = None
        self._seen: RunRow | None = None
        self._reader = RunReader()
        self._worker = InTurn(self)
        self._worker.done.connect(self._show)
        self._started = self._cleared = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    @property
    def rows(self) -> list[RunRow]:
        return self._rows or []

    @property
    def is_read(self) -> bool:
        """Whether the folders have been read at all."""
        return self._rows is not None

    @property
    def followed(self) -> RunRow | None:
        """The run that is followed, as it was last seen."""
        return self._seen

    def start(self) -> None:
        """Looks from now on; before torch is loaded there is nothing that could read a run."""
        self._started = True
        self.look()

    def look(self) -> None:
        """Reads as soon as it can: what has changed since the last look began is seen."""
        if self._started:
            self._worker.request(self._read, [self._runs_dir, *self.added], self._followed)

    def follow(self, path: Path | None) -> None:
        """Tells when this run grows from now on, wherever it lies."""
        if path != self._followed:
            self._followed, self._seen = path, None
            self.look()

    # Folders beside the workspace's own

    @property
    def added(self) -> list[Path]:
        return read_paths(self._settings, COMPARE_FOLDERS)

    def add(self, folder: Path) -> None:
        """Reads another folder too from now on, also after the next start."""
        self._keep([*self.added, folder] if folder not in self.added else self.added)

    def forget_added(self) -> None:
        self._keep([])

    def _keep(self, folders: list[Path]) -> None:
        self._settings.setValue(COMPARE_FOLDERS, [str(folder) for folder in folders])
        self.look()

    # Reading

    def _read(self, folders: list[Path], followed: Path | None) -> Found:
        """On a worker's thread."""
        started = time.monotonic()
        if not self._cleared:
            remove_unbegun(self._runs_dir)
            self._cleared = True
        rows, row = self._reader.read(folders, followed)
        return list_shipped_models(), rows, row, time.monotonic() - started

    def _show(self, found: Found) -> None:
        shipped, rows, followed, seconds = found
        self._timer.start(max(self.interval_ms, round(seconds * 1000 * _REST)))
        if (shipped, rows) != (self.shipped, self._rows):
            self.shipped, self._rows = shipped, rows
            self.rows_changed.emit(rows)
        self._compare(followed)
        self.looked.emit()

    def _compare(self, row: RunRow | None) -> None:
        """A run that vanishes stays as it was last seen."""
        if row is None or row.path != self._followed:
            return
        before, self._seen = self._seen, row
        if before is not None and before != row:
            self.followed_changed.emit(row.path)

    def close(self) -> None:
        self._started = False
        self._timer.stop()
        self._worker.close()
