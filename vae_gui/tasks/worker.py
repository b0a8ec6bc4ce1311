"""Work that is too slow for the GUI thread: what all workers share. They differ in what becomes of a request that comes
while another one runs."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.job import Job

CLOSE_SECONDS = 2.0  # what is being written gets so long to come to its end; the window does not wait for ever


class Worker(QObject):
    """Replies on the GUI thread to what it did on a shared thread. See LatestWins, InTurn and InOrder.

    Signals:
        progressed(object): whatever a job that is wanted reports, at its own pace.
        done(object): a result.
        failed(object): the exception that was raised; a `Cancelled` one where the work was cancelled.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a reply is still to come."""
        raise NotImplementedError

    def request(self, function: Callable[..., object], *args: Any) -> None:
        """Asks for `function(*args)`."""
        self.start(lambda job: function(*args))

    def start(self, function: Callable[[Job], object]) -> None:
        """Asks for `function(job)`, which can report to the job and ask it whether to stop."""
        raise NotImplementedError

    def close(self) -> None:
        """No reply comes any more, and nothing is begun; what is under way gets a moment to come to its end."""
        self._closed = True
        job = self._last_begun
        if job is not None:
            job.ended.wait(CLOSE_SECONDS)

    @property
    def _last_begun(self) -> Job | None:
        """What `close` waits for."""
        raise NotImplementedError

    def progress_of(self, job: Job, progress: object) -> None:
        """For the job."""

    def end_of(self, job: Job) -> None:
        """For the job: it has come to its end."""
        raise NotImplementedError

    def _reply(self, job: Job) -> None:
        (self.done if job.good else self.failed).emit(job.result)
