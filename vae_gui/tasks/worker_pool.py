"""The threads that all background work shares: as many as there is work for, and a few that wait for more."""

import itertools
import threading
from collections import deque
from collections.abc import Callable

MOST_IDLE = 4
Work = Callable[[], None]


class WorkerPool:
    """Work never waits for other work, so that a long search holds up no picture; a thread that is done waits for the
    next work, unless enough others wait already. The threads end with the process."""

    def __init__(self, most_idle: int = MOST_IDLE) -> None:
        self._most_idle = most_idle
        self._condition = threading.Condition()
        self._waiting: deque[Work] = deque()
        self._idle = 0
        self._running = 0
        self._numbers = itertools.count(1)

    @property
    def threads(self) -> int:
        """How many threads there are now, at work or waiting for it."""
        with self._condition:
            return self._idle + self._running

    def submit(self, work: Work) -> None:
        """Calls `work` on a thread of its own for as long as it takes; it must not raise."""
        with self._condition:
            self._waiting.append(work)
            if self._idle >= len(self._waiting):
                self._condition.notify_all()
                return
            self._running += 1
        threading.Thread(target=self._live, name=f"worker-{next(self._numbers)}", daemon=True).start()

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether all work came to its end in this time."""
        with self._condition:
            return self._condition.wait_for(lambda: not self._running and not self._waiting, seconds)

    def _live(self) -> None:
        while (work := self._next()) is not None:
            work()
            del work  # what it holds must not wait with this thread for the next work

    def _next(self) -> Work | None:
        with self._condition:
            if not self._waiting:
                self._running -= 1
                self._condition.notify_all()
                if self._idle >= self._most_idle:
                    return None
                self._idle += 1
                self._condition.wait_for(lambda: self._waiting)
                self._idle -= 1
                self._running += 1
            return self._waiting.popleft()


POOL = WorkerPool()
