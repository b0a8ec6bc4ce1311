"""A robot hand for the tests that waits longer than any machine is slow: a limit is there for what never comes."""

from collections import deque
from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE_SECONDS = 60
PATIENCE_MS = 1000 * PATIENCE_SECONDS
PROCESS_SECONDS = 240  # for a program that is started: it imports torch, beside whatever else the machine does


# A call of a signal that came from another thread and still waits in the event loop is made even after its receiver was
# disconnected; PySide6 keeps no receiver alive that is no QObject, and would call into freed memory.
_LISTENERS: deque[Any] = deque(maxlen=1000)


def _kept(listener: Any) -> Any:
    _LISTENERS.append(listener)
    return listener


class PatientBot(QtBot):  # type: ignore[misc]
    """pytest-qt's, whose waits end when what they wait for is there, and give up only after a minute."""

    def waitUntil(self, *arguments: Any, timeout: int = 0, **options: Any) -> Any:
        return super().waitUntil(*arguments, timeout=max(timeout, PATIENCE_MS), **options)

    def waitSignal(self, *arguments: Any, timeout: int = 0, **options: Any) -> Any:
        """What must not come (`assertNotEmitted` asks so) is not waited for any longer."""
        patience = 0 if options.get("raising") is False else PATIENCE_MS
        return _kept(super().waitSignal(*arguments, timeout=max(timeout, patience), **options))

    def waitSignals(self, *arguments: Any, timeout: int = 0, **options: Any) -> Any:
        return _kept(super().waitSignals(*arguments, timeout=max(timeout, PATIENCE_MS), **options))

    def waitExposed(self, *arguments: Any, timeout: int = 0, **options: Any) -> Any:
        return super().waitExposed(*arguments, timeout=max(timeout, PATIENCE_MS), **options)
