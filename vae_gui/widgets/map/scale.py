"""How an axis of the map spaces its values: evenly, or by another monotone function such as the prior's quantiles."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Transform = Callable[[np.ndarray], np.ndarray]


def _same(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class AxisScale:
    """`place` turns plane coordinates into places on the axis; `value` turns them back. Both rise, any shape.

    `lowest` and `highest` are the places where the axis ends.
    """

    name: str
    place: Transform
    value: Transform
    lowest: float = -1e6
    highest: float = 1e6


LINEAR = AxisScale("linear", _same, _same)
