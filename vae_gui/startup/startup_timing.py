"""How long the program took from the start of its process to the first painted window."""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

VARIABLE = "LATENT_EXPLORER_TIMING"


def seconds_since_start(fallback: float) -> float:
    """Seconds since this process began; where the system does not tell, since `fallback` (of `time.monotonic()`)."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - began
    except (OSError, AttributeError, ValueError, IndexError):
        return time.monotonic() - fallback


class FirstPaint(QObject):
    """Notices when a window has been painted for the first time.

    Signals:
        painted(): the first picture is on the screen; emitted once.
    """

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            # Zero milliseconds later the rest of the window has been painted and flushed.
            QTimer.singleShot(0, self, self.painted.emit)
        return False


def print_time(what: str, fallback: float) -> None:
    """Prints a time to stderr where the environment asks for it."""
    if os.environ.get(VARIABLE):
        sys.stderr.write(f"{what} {seconds_since_start(fallback):.2f} s\n")
        sys.stderr.flush()
