"""Work of which each part needs the one before: nothing is overtaken, and nothing is left out."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from vae_gui.tasks.job import Job
from vae_gui.tasks.worker import Worker


class InOrder(Worker):
    """Does every request, each when the one before has come to its end, and replies in that order; also what was asked for
    before it was closed, though nothing is heard of that."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last: Job | None = None
        self._waiting = 0

    @property
    def busy(self) -> bool:
        return self._waiting > 0

    def start(self, function: Callable[[Job], object]) -> None:
        """Asks for `function(job)` after all that was asked for before."""
        before = self._last

        def work(job: Job) -> object:
            if before is not None:
                before.ended.wait()
            return function(job)

        self._last = Job(self, work)
        self._waiting += 1
        self._last.start()

    @property
    def _last_begun(self) -> Job | None:
        return self._last

    def end_of(self, job: Job) -> None:
        self._waiting -= 1
        if not self._closed:
            self._reply(job)
