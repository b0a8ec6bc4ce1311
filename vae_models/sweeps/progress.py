"""How far a sweep is, and how long it will still take."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vae_models.sweeps.events import SweepProgress

_ENOUGH_SHARE = 0.002  # of the sweep, done in this session, before a guess is worth telling


@dataclass
class _Part:
    weight: float
    share: float = 0.0
    over: bool = False


class SweepClock:
    """Counts every run by its epochs; what was done before this session takes no time in the guess, nor does a pause."""

    def __init__(self, epochs: Mapping[str, int], now: Callable[[], float] = time.monotonic) -> None:
        self._parts = {name: _Part(float(count)) for name, count in epochs.items()}
        self._failed: set[str] = set()
        self._now = now
        self._seconds = 0.0
        self._since: float | None = None
        self._share_at_start = 0.0

    def start(self) -> None:
        """From here on time counts; again after `pause`."""
        if self._since is None:
            self._since = self._now()
        if self._seconds == 0.0:
            self._share_at_start = self.share

    def pause(self) -> None:
        if self._since is not None:
            self._seconds += self._now() - self._since
            self._since = None

    def advance(self, name: str, share: float) -> None:
        self._parts[name].share = share

    def end(self, name: str, *, failed: bool = False) -> None:
        """A run is over; one that failed leaves nothing to be done."""
        self._parts[name].share, self._parts[name].over = 1.0, True
        if failed:
            self._failed.add(name)

    @property
    def share(self) -> float:
        total = sum(part.weight for part in self._parts.values())
        return sum(part.weight * part.share for part in self._parts.values()) / total

    def _seconds_left(self) -> float | None:
        running = 0.0 if self._since is None else self._now() - self._since
        done = self.share - self._share_at_start
        return (self._seconds + running) / done * (1.0 - self.share) if done >= _ENOUGH_SHARE else None

    def progress(self, running: tuple[str, ...]) -> SweepProgress:
        over = sum(part.over for part in self._parts.values())
        return SweepProgress(over, len(self._failed), len(self._parts), running, self.share, self._seconds_left())
