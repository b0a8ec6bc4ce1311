"""One piece of work on its way to a shared thread and back."""

import threading
from collections.abc import Callable
from functools import cache, partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from vae_gui.tasks.worker_pool import POOL
from vae_gui.wording.errors import log_unexpected


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

    def start(self) -> None:
        POOL.submit(self._run)

    def _run(self) -> None:
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
