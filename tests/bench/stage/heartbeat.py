"""How late a 16 ms timer on the GUI thread fires: what a person would feel as stutter."""

import time

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

INTERVAL_MS = 16


class Heartbeat(QObject):
    """Collects the time between beats, ms, while it runs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._gaps.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> tuple[float, float]:
        """p50 and p99 of the time between beats, ms."""
        self._timer.stop()
        p50, p99 = np.percentile(self._gaps, [50, 99])
        return float(p50), float(p99)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._gaps.append(1000 * (now - self._last))
        self._last = now
