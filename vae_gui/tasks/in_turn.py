"""Background work that always comes to an end: while one request runs only the newest other one waits for its turn."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.latest_wins import LatestWins


class InTurn(QObject):
    """Unlike a worker that drops overtaken replies, it delivers each reply: under a steady stream of requests the picture
    still moves, at the pace of the work.

    Signals: done(result), failed(exception); either may request more work.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = LatestWins(self)
        self._running = False
        self._next: tuple[Callable[..., object], tuple[Any, ...]] | None = None
        self._worker.done.connect(self._done)
        self._worker.failed.connect(self._failed)

    @property
    def busy(self) -> bool:
        return self._running

    def request(self, function: Callable[..., object], *args: Any) -> None:
        """Runs `function(*args)` on the worker's thread as soon as it is free; replaces what is waiting."""
        if self._running:
            self._next = (function, args)
        else:
            self._running = True
            self._worker.request(function, *args)

    def forget_waiting(self) -> None:
        """What is under way is still delivered; what waits behind it is no longer wanted."""
        self._next = None

    def drop(self) -> None:
        """Forgets what is waiting and the reply that is under way."""
        self._next, self._running = None, False
        self._worker.drop()

    def close(self) -> None:
        """Waits for the worker; nothing is delivered afterwards."""
        self._next = None
        self._worker.close()

    def _done(self, result: object) -> None:
        self._go_on()
        self.done.emit(result)

    def _failed(self, error: object) -> None:
        self._go_on()
        self.failed.emit(error)

    def _go_on(self) -> None:
        following, self._next = self._next, None
        self._running = following is not None
        if following is not None:
            self._worker.request(following[0], *following[1])
