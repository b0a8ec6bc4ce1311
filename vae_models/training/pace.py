"""When a trainer reports: often enough to be stopped, rarely enough to be quick."""

import time


class Pace:
    """A report is due every `interval` seconds of training."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self.restart()

    def restart(self) -> None:
        """The training goes on from here: what was before is reported, or was a pause."""
        self._since = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds of training since the last report."""
        return time.perf_counter() - self._since

    @property
    def is_due(self) -> bool:
        return self.elapsed >= self._interval
