"""Groups of images that share one factor's value and are otherwise random: what two scores look at."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Integers = NDArray[np.int64]


class SharedFactor:
    """The images sorted by one factor `(n,)`; values that a single image has are left out."""

    def __init__(self, values: Integers) -> None:
        counts = np.bincount(values)
        self._order = np.argsort(values, kind="stable")
        self._first = np.concatenate([[0], np.cumsum(counts)[:-1]])
        self._counts = counts
        self._usable = np.flatnonzero(counts[values] >= 2)
        self._values = values

    def __bool__(self) -> bool:
        return len(self._usable) > 0

    def pairs(self, count: int, generator: Generator) -> tuple[Integers, Integers]:
        """Two images each `(count,)` that share the value and are never one and the same."""
        one = generator.choice(self._usable, count)
        value = self._values[one]
        place = self._position(one) + generator.integers(1, self._counts[value])
        return one, self._order[self._first[value] + place % self._counts[value]]

    def groups(self, count: int, size: int, generator: Generator) -> Integers:
        """Images `(count, size)`, each row with one value, drawn anew for each place."""
        value = self._values[generator.choice(self._usable, count)]
        places = generator.integers(0, self._counts[value][:, None], (count, size))
        return np.asarray(self._order[self._first[value][:, None] + places])

    def _position(self, images: Integers) -> Integers:
        """Where in its group each image stands."""
        ranks = np.empty_like(self._order)
        ranks[self._order] = np.arange(len(self._order))
        return np.asarray(ranks[images] - self._first[self._values[images]])


def by_factor(values: Integers) -> list[SharedFactor]:
    """One for each column of factors `(n, factors)`."""
    return [SharedFactor(column) for column in values.T]
