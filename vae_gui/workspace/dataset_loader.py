"""Loads one data set after the other on a thread; the newest request replaces the one under way."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.job import Job
from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.wording.errors import explain
from vae_models.errors import Cancelled

if TYPE_CHECKING:
    from vae_models.data.load import Dataset


class DataLoader(QObject):
    """Loads and downloads for the workspace.

    Signals:
        started(str): a source is being loaded.
        progressed(object): a DownloadProgress.
        loaded(object): the Dataset.
        failed(str): one sentence; the data set that was open stays open.
        cancelled(): the user stopped it.
    """

    started = Signal(str)
    progressed = Signal(object)
    loaded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = LatestWins(self)
        self._work.progressed.connect(self.progressed)
        self._work.done.connect(self.loaded)
        self._work.failed.connect(self._fail)

    @property
    def busy(self) -> bool:
        return self._work.busy

    def load(
        self, source: str, *, data_dir: Path | None, download: bool, invert: bool | None, value_range: str
    ) -> None:
        """What is under way is given up, and nothing more is heard of it."""

        def work(job: Job) -> "Dataset":
            from vae_models.data.load import load_dataset

            return load_dataset(
                source,
                data_dir=data_dir,
                download=download,
                invert=invert,
                value_range=value_range,
                progress=job.report,
                cancelled=job.cancelled,
            )

        self._work.start(work)
        self.started.emit(source)

    def cancel(self) -> None:
        self._work.cancel()

    def drop(self) -> None:
        """Nothing is wanted any more; the data set that is open stays so."""
        self._work.drop()

    def close(self) -> None:
        self._work.close()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(explain(error))
