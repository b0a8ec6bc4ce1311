"""Work of which only the newest request is wanted."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from vae_gui.tasks.job import Job
from vae_gui.tasks.worker import Worker


class LatestWins(Worker):
    """Does the newest request; overtaken requests, their reports and their replies are dropped.

    One request runs at a time. Whether a reply is still wanted is decided on the GUI thread when it arrives there, so one
    that was under way when its request was dropped changes nothing.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: Job | None = None
        self._running: Job | None = None

    @property
    def busy(self) -> bool:
        return self._newest is not None

    def start(self, function: Callable[[Job], object]) -> None:
        """Asks for `function(job)`; replaces what was asked for before."""
        if not self._closed:
            self.drop()
            self._newest = Job(self, function)
            self._go_on()

    def cancel(self) -> None:
        """Asks the newest request to stop; its last reply is still delivered."""
        if self._newest is not None:
            self._newest.cancel()

    def drop(self) -> None:
        """Forgets what was asked for; nothing more is heard of it."""
        self.cancel()
        self._newest = None

    def close(self) -> None:
        self.drop()
        super().close()

    @property
    def _last_begun(self) -> Job | None:
        return self._running

    def progress_of(self, job: Job, progress: object) -> None:
        if job is self._newest:
            self.progressed.emit(progress)

    def end_of(self, job: Job) -> None:
        wanted = job is self._newest
        self._running = None
        if wanted:
            self._newest = self._following()
        self._go_on()
        if wanted:
            self._reply(job)

    def _following(self) -> Job | None:
        """What comes after a request that was wanted to its end."""
        return None

    def _go_on(self) -> None:
        if self._running is None and self._newest is not None:
            self._running = self._newest
            self._running.start()
