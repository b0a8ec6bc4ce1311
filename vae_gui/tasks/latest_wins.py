"""Work that is too slow for the GUI thread. Of each owner one request runs at a time, and the newest one wins."""

import threading
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from vae_gui.tasks.worker_pool import POOL
from vae_gui.wording.errors import log_unexpected

CLOSE_SECONDS = 2.0  # what is being written gets so long to come to its end; the window does not wait for ever


class LatestWins(QObject):
    """Does the newest request on a shared thread; overtaken requests, their reports and their replies are dropped.

    Whether a reply is still wanted is decided on the GUI thread when it arrives there, so one that was under way when
    its request was dropped changes nothing.

    Signals:
        progressed(object): whatever the newest request reports, at its own pace.
        done(object): its result.
        failed(object): the exception it raised; a `Cancelled` one where it was cancelled.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: Job | None = None
        self._running: Job | None = None
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a reply is still to come."""
        return self._newest is not None

    def request(self, function: Callable[..., object], *args: Any) -> None:
        """Asks for `function(*args)`; replaces what was asked for before."""
        self.start(lambda job: function(*args))

    def start(self, function: Callable[["Job"], object]) -> None:
        """Asks for `function(job)`, which can report to the job and ask it whether to stop."""
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
        """Forgets what was asked for, and gives what is under way a moment to come to its end."""
        self._closed = True
        self.drop()
        if self._running is not None:
            self._running.ended.wait(CLOSE_SECONDS)

    def progress_of(self, job: "Job", progress: object) -> None:
        """For the relay."""
        if job is self._newest:
            self.progressed.emit(progress)

    def end_of(self, job: "Job") -> None:
        """For the relay."""
        wanted = job is self._newest
        self._running = None
        if wanted:
            self._newest = None
        self._go_on()
        if wanted:
            (self.done if job.good else self.failed).emit(job.result)

    def _go_on(self) -> None:
        if self._running is None and self._newest is not None:
            self._running = self._newest
            POOL.submit(self._running.run)


class Owner(Protocol):
    """A QObject that is told, on the GUI thread, what becomes of its jobs."""

    def progress_of(self, job: "Job", progress: object) -> None: ...

    def end_of(self, job: "Job") -> None: ...


class Job:
    """One request on its way: runs on a worker's thread, and is asked about on the GUI thread."""

    def __init__(self, owner: Owner, function: Callable[["Job"], object]) -> None:
        self._owner: Owner | None = owner
        self._function: Callable[[Job], object] | None = function
        self._relay = _relay()
        self._cancelled = False
        self.ended = threading.Event()
        self.result: object = None
        self.good = False

    def report(self, progress: object) -> None:
        self._relay.reported.emit(partial(self._deliver, progress))

    def cancelled(self) -> bool:
        return self._cancelled

    def cancel(self) -> None:
        self._cancelled = True

    def run(self) -> None:
        """On the worker's thread."""
        assert self._function is not None
        try:
            self.result, self.good = self._function(self), True
        except Exception as error:  # travels as an object; the window words it
            log_unexpected(error)
            self.result = error
        self._relay.reported.emit(self._end)
        self.ended.set()  # after that: what waits for this end is heard of later

    def _deliver(self, progress: object) -> None:
        if self._owner is not None and isValid(self._owner):
            self._owner.progress_of(self, progress)

    def _end(self) -> None:
        """Lets go of everything here, on the GUI thread: what Qt made must not be destroyed on another."""
        owner, self._owner, self._function = self._owner, None, None
        if owner is not None and isValid(owner):
            owner.end_of(self)
        self.result = None


class _Relay(QObject):
    """Carries calls from the workers' threads to the GUI thread. It outlives every owner, whose signals a thread could
    meet half destroyed."""

    reported = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.reported.connect(self._call)

    def _call(self, function: Callable[[], None]) -> None:
        function()


@cache
def _relay() -> _Relay:
    """Made by the first request, on the GUI thread."""
    return _Relay()
