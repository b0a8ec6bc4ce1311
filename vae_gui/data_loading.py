"""Loads one data set after the other on a thread; the newest request replaces the one under way."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_gui.background import BackgroundJob

if TYPE_CHECKING:
    from vae_models.data import Dataset


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
        self._job: BackgroundJob | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    def load(self, source: str, *, data_dir: Path | None, download: bool, invert: bool | None) -> None:
        self.close()

        def work(job: BackgroundJob) -> "Dataset":
            from vae_models.data import load_dataset

            return load_dataset(
                source,
                data_dir=data_dir,
                download=download,
                invert=invert,
                progress=job.report,
                cancelled=job.cancelled,
            )

        self._job = BackgroundJob(work, self)
        self._job.progressed.connect(self.progressed)
        self._job.succeeded.connect(self._succeed)
        self._job.failed.connect(self._fail)
        self._job.start()
        self.started.emit(source)

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Stops what is under way and waits for it; nothing is reported of it."""
        job, self._job = self._job, None
        if job is not None:
            job.abandon()

    def _finish(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.end()

    def _succeed(self, dataset: "Dataset") -> None:
        self._finish()
        self.loaded.emit(dataset)

    def _fail(self, error: Exception) -> None:
        from vae_models.errors import Cancelled

        self._finish()
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(explain(error))


def explain(error: BaseException) -> str:
    """One sentence for a person: a UserError's own, or what kind of fault it was."""
    from vae_models.errors import UserError

    return (
        str(error)
        if isinstance(error, UserError)
        else f"Something unexpected happened ({type(error).__name__}: {error})."
    )
