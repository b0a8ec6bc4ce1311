"""Ctrl+C, a polite kill and a closed terminal end the program as its window's button does: saved and remembered."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

from vae_models.training.interrupt import ENDING


class EndingSignals(QObject):
    """Calls `end` in the event loop when one of them comes, until `close`. One that is ignored, as by nohup, stays so.

    Python runs its handlers only between its own instructions, of which a resting event loop has none; but the system
    writes the signal's number into a socket at once, and that wakes the loop.
    """

    def __init__(self, end: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = end
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._woken_before = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, _only_wake) for number in heard}

    def _woken(self) -> None:
        if set(self._read.recv(4096)) & set(self._before):
            self._end()

    def close(self) -> None:
        self._notifier.setEnabled(False)
        for number, before in self._before.items():
            signal.signal(number, before)
        signal.set_wakeup_fd(self._woken_before)
        self._read.close()
        self._write.close()


def _only_wake(*_: object) -> None:
    """What is to be done is done in the event loop."""
