"""How many threads a training on the CPU uses: tried out on its own steps, since no rule knows the machine.

More threads are quicker on an idle machine and far slower on a busy one, where each waits for one that another process
keeps from its core.
"""

from collections.abc import Callable, Generator
from math import inf
from statistics import median

import torch

WARM_UP = 1  # steps of a number that do not count: buffers are made, threads are started
TRIED = 8  # steps of a number that count, in each round
ROUNDS = 3  # in turns, since other programs come and go
WATCHED = 16  # steps over which a fall of the speed is looked for
FALL = 2.0  # times slower than it was
GAIN = 0.95  # of the time: more threads have to be clearly quicker than fewer

Steps = Generator[None, float, float]  # is sent the seconds of each step


def counts_up_to(most: int) -> list[int]:
    """1, 2, 4, ... and `most` itself."""
    return [count for count in (2**power for power in range(16)) if count < most] + [most]


class ThreadChoice:
    """Tells torch a number of threads, and another one when steps show that it is quicker.

    Tries each of `counts` while the training goes on, over a few steps, and all again when the speed falls by half.
    """

    def __init__(self, counts: list[int], tell: Callable[[int], None] = torch.set_num_threads) -> None:
        self.most = counts[-1]
        self._counts = counts
        self._tell = tell
        self._before = torch.get_num_threads()
        self._now = self.most
        self._steps = self._choose() if len(counts) > 1 else self._keep()
        next(self._steps)

    def took(self, seconds: float) -> None:
        """So long took a step over a whole batch."""
        self._steps.send(seconds)

    def rest(self) -> None:
        """As many as at first, while somebody else computes."""
        self._tell(self._before)

    def go_on(self) -> None:
        """As many as are tried or chosen now."""
        self._tell(self._now)

    def close(self) -> None:
        self.rest()

    def _take(self, count: int) -> None:
        self._now = count
        self._tell(count)

    def _keep(self) -> Steps:
        self._take(self.most)
        while True:
            yield

    def _choose(self) -> Steps:
        while True:
            seconds = yield from self._in_turns()
            best = min(seconds)
            for count, each in seconds.items():
                if each < GAIN * seconds[best]:
                    best = count
            self._take(best)
            yield from self._watch(seconds[best])

    def _in_turns(self) -> Generator[None, float, dict[int, float]]:
        """Seconds a step of each number, but of those that turned out far too slow."""
        taken: dict[int, list[float]] = {count: [] for count in self._counts}
        for count in self._counts * ROUNDS:
            if count not in taken:
                continue
            self._take(count)
            quickest = min((median(each) for each in taken.values() if each), default=inf)
            now = yield from self._try((WARM_UP + TRIED) * FALL * quickest)
            taken[count] += now
            if not now and len(taken) > 1:
                del taken[count]
        return {count: median(each) for count, each in taken.items() if each}

    def _try(self, limit: float) -> Generator[None, float, list[float]]:
        """Seconds of each step; none as soon as all of them together took longer than `limit`."""
        taken: list[float] = []
        while len(taken) < WARM_UP + TRIED:
            taken.append((yield))
            if sum(taken) > limit:
                return []
        return taken[WARM_UP:]

    def _watch(self, usual: float) -> Steps:
        """Until the steps take twice as long as `usual`."""
        taken: list[float] = []
        while len(taken) < WATCHED or median(taken) < FALL * usual:
            taken = [*taken[1 - WATCHED :], (yield)]
        return median(taken)
