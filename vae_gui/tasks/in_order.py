"""Background work of which each part needs the one before: nothing is overtaken, and nothing is left out."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.latest_wins import CLOSE_SECONDS, Job
from vae_gui.tasks.worker_pool import POOL


class InOrder(QObject):
    """Does every request on a shared thread, each when the one before has come to its end, and replies in that order.

    Signals: done(result), failed(exception).
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last: Job | None = None
        self._waiting = 0
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a reply is still to come."""
        return self._waiting > 0

    def request(self, function: Callable[..., object], *args: Any) -> None:
        """Asks for `function(*args)` after all that was asked for before."""
        before = self._last

        def work(_: Job) -> object:
            if before is not None:
                before.ended.wait()
            return function(*args)

        self._last = Job(self, work)
        self._waiting += 1
        POOL.submit(self._last.run)

    def close(self) -> None:
        """No reply comes any more. What was asked for is done all the same; it gets a moment for that."""
        self._closed = True
        if self._last is not None:
            self._last.ended.wait(CLOSE_SECONDS)

    def progress_of(self, job: Job, progress: object) -> None:
        """For the relay; the work here reports nothing."""

    def end_of(self, job: Job) -> None:
        """For the relay."""
        self._waiting -= 1
        if not self._closed:
            (self.done if job.good else self.failed).emit(job.result)
