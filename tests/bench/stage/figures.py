"""What a benchmark returns: numbers with a unit and, where there is one, what they should reach."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Figure:
    """One number. `target` is the most it should be where `at_most`, else the least; `note` is said beside it."""

    name: str
    value: float
    unit: str = ""
    target: float | None = None
    at_most: bool = True
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """None where there is no target."""
        if self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


Figures = Iterator[Figure]


def spread(
    name: str, times: Iterable[float], p50: float | None = None, p99: float | None = None, high: int = 99
) -> Figures:
    """The median and the 99th (or `high`) percentile of times in ms, each with its target."""
    middle, top = np.percentile(list(times), [50, high])
    yield Figure(f"{name}, p50", float(middle), "ms", p50)
    yield Figure(f"{name}, p{high}", float(top), "ms", p99)
