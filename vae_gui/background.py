"""Work that is too slow for the GUI thread: the newest request wins, or a single job with progress and cancel."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

Job = Callable[..., object]


class LatestWins(QObject):
    """One worker thread that always does the newest request; overtaken requests and their replies are dropped.

    Signals:
        done(object): the result of the newest request.
        failed(object): the exception it raised.
    """

    done = Signal(object)
    failed = Signal(object)
    _finished = Signal(int, bool, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._condition = threading.Condition()
        self._waiting: tuple[int, Job, tuple[Any, ...]] | None = None
        self._newest = 0
        self._closing = False
        self._finished.connect(self._deliver)
        self._worker = _Loop(self)

    @property
    def busy(self) -> bool:
        """Whether a reply is still to come."""
        return self._delivered != self._newest

    _delivered = 0

    def request(self, function: Job, *args: Any) -> None:
        """Asks for `function(*args)` on the worker's thread; replaces a request that still waits."""
        with self._condition:
            if self._closing:
                return
            self._newest += 1
            self._waiting = (self._newest, function, args)
            self._condition.notify()
        if not self._worker.isRunning():
            self._worker.start()

    def drop(self) -> None:
        """Forgets what was asked for; a reply on its way is not delivered."""
        with self._condition:
            self._newest += 1
            self._waiting = None
            self._delivered = self._newest

    def close(self) -> None:
        """Stops the worker after what it does now, and waits for it."""
        with self._condition:
            self._closing = True
            self._waiting = None
            self._newest += 1
            self._condition.notify()
        self._worker.wait()

    def work(self) -> None:
        """The worker thread's life; not for callers."""
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._closing or self._waiting is not None)
                if self._closing or self._waiting is None:
                    return
                number, function, args = self._waiting
                self._waiting = None
            try:
                result, good = function(*args), True
            except Exception as error:  # travels as an object; the window words it
                result, good = error, False
            self._finished.emit(number, good, result)

    def _deliver(self, number: int, good: bool, result: object) -> None:
        if number != self._newest:
            return
        self._delivered = number
        (self.done if good else self.failed).emit(result)


class _Loop(QThread):
    """Runs its owner's `work`."""

    def __init__(self, owner: LatestWins) -> None:
        super().__init__(owner)
        self._owner = owner

    def run(self) -> None:
        self._owner.work()


class BackgroundJob(QThread):
    """One function on its own thread; it gets the job, to report progress and to ask whether it was cancelled.

    Signals:
        progressed(object): whatever the function reports, at its own pace.
        succeeded(object): its result.
        failed(object): the exception it raised; a `Cancelled` one where it was cancelled.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)

    def __init__(self, function: Callable[["BackgroundJob"], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._function = function

    def report(self, progress: object) -> None:
        self.progressed.emit(progress)

    def cancelled(self) -> bool:
        return self.isInterruptionRequested()

    def cancel(self) -> None:
        self.requestInterruption()

    def end(self) -> None:
        """After `succeeded` or `failed`: waits the moment that the thread still takes, and lets go of the job."""
        self.wait()
        self.deleteLater()

    def abandon(self) -> None:
        """Stops it, waits, and lets go of it; nothing more is heard of it."""
        self.blockSignals(True)
        self.cancel()
        self.end()

    def run(self) -> None:
        try:
            result = self._function(self)
        except Exception as error:
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
