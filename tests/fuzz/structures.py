"""Damaged copies of what JSON can say: other types, extremes, missing and further entries; the same for the same seed."""

import copy
import random
from typing import Any

from tests.models.hostile_names import HOSTILE_NAMES

VALUES: tuple[Any, ...] = (
    None, True, 0, 1, -1, 2, 0.5, -0.0, 1e-300, 1e300, 10**400, 2**63, float("inf"), float("nan"), "", "x", "1", "nan", [], {},
    [1], [[]], {"a": 1}, [None] * 30, "x" * 5000, [28, 28], "vae", "mlp", "conv", "gru", *HOSTILE_NAMES,
)  # fmt: skip


def damaged(value: Any, rng: random.Random) -> Any:
    """A copy with one to three places of it changed."""
    made = copy.deepcopy(value)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        made = _changed(made, rng)
    return made


def _changed(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(list(value))
        if rng.random() < 0.1:
            del value[key]
        else:
            value[key] = _changed(value[key], rng)
        return value
    if isinstance(value, list) and value and rng.random() < 0.6:
        place = rng.randrange(len(value))
        value[place] = _changed(value[place], rng)
        return value
    return copy.deepcopy(rng.choice(VALUES))
