"""A robot hand for the tests that waits longer than any machine is slow: a limit is there for what never comes."""

from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE_MS = 60_000
PROCESS_SECONDS = 240  # for a program that is started: it imports torch, beside whatever else the machine does


class PatientBot(QtBot):  # type: ignore[misc]
    """pytest-qt's, whose waits end when what they wait for is there, and give up only after a minute."""

    def waitUntil(self, *arguments: Any, timeout: int = 0, **options: Any) -> Any:
        return super().waitUntil(*arguments, timeout=max(timeout, PATIENCE_MS), **options)

    def waitSignal(self, *arguments: Any, timeout: int = 0, **options: Any) -> Any:
        """What must not come (`assertNotEmitted` asks so) is not waited for any longer."""
        patience = 0 if options.get("raising") is False else PATIENCE_MS
        return super().waitSignal(*arguments, timeout=max(timeout, patience), **options)

    def waitSignals(self, *arguments: Any, timeout: int = 0, **options: Any) -> Any:
        return super().waitSignals(*arguments, timeout=max(timeout, PATIENCE_MS), **options)

    def waitExposed(self, *arguments: Any, timeout: int = 0, **options: Any) -> Any:
        return super().waitExposed(*arguments, timeout=max(timeout, PATIENCE_MS), **options)
