"""How many steps a trainer takes in one go, and when it reports: often enough to be stopped, rarely enough to be quick."""

import time

LATENESS = 0.25  # the share of an interval by which a report, and so a pause, may be late


class Pace:
    """A report is due every `interval` seconds of training; at most `most` steps are taken in one go."""

    def __init__(self, interval: float, most: int) -> None:
        self._interval = interval
        self._most = most
        self.at_once = 1
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

    def took(self, steps: int, seconds: float) -> None:
        """So long took the last steps; the next ones may be up to twice as many."""
        room = self._interval * LATENESS * steps / max(seconds, 1e-9)
        self.at_once = max(1, min(int(room), 2 * self.at_once, self._most))
