"""White shapes on black whose five factors are known exactly, drawn on demand, as in dSprites (Matthey 2017).

There are 3 shapes x 6 scales x 40 rotations x 32 x 32 positions; each combination has a number, x counting fastest but
y. A pixel is white where its centre lies inside the shape, so there are no grey values. As in dSprites a square looks
the same after a quarter turn and an ellipse after half a turn; unlike there the last rotation is not the first again.
numpy only.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

SHAPES = ("square", "ellipse", "heart")
FACTOR_NAMES = ("shape", "scale", "rotation", "x", "y")
FACTOR_SIZES = (3, 6, 40, 32, 32)
COUNT = 737_280
SIDES = (28, 64)

REACH = 0.24  # from a largest shape's centre to its outermost point, in image sides; centres lie in [1/4, 3/4]
HEART_REACH = 1.425  # of the curve (x² + y² - 1)³ = x² y³ from its origin
CHUNK = 256  # images drawn at a time
_TIE = 1e-9  # a pixel centre on the very edge is inside, whatever the last digit of a cosine is

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def factors_of(numbers: ArrayLike) -> Integers:
    """The factors `(n, 5)` of combinations `(n,)` in [0, COUNT). Raises ValueError outside of that."""
    return np.stack(np.unravel_index(np.asarray(numbers, np.int64), FACTOR_SIZES), axis=-1).astype(np.int64)


def number_of(factors: ArrayLike) -> Integers:
    """The number `(n,)` of each combination of factors `(n, 5)`. Raises ValueError for a factor out of range."""
    columns: Any = tuple(np.moveaxis(np.asarray(factors, np.int64), -1, 0))
    return np.asarray(np.ravel_multi_index(columns, FACTOR_SIZES), np.int64)


def factor_values(factors: ArrayLike) -> Floats:
    """What the factors stand for, `(n, 5)`: shape 0..2, scale 0.5..1, rotation in [0, 2 pi), x and y of the centre in (0, 1)."""
    shape, scale, rotation, x, y = np.moveaxis(np.asarray(factors, np.float64), -1, 0)
    centre = [0.25 + (k + 0.5) / 64 for k in (x, y)]  # at 64 pixels a side: on pixel centres, so that all are alike
    return np.stack([shape, 0.5 + 0.1 * scale, rotation * (2 * np.pi / 40), *centre], axis=-1)


def draw(factors: ArrayLike, side: int = 64) -> NDArray[np.uint8]:
    """Images `(n, side, side)`, 0 or 255, of factors `(n, 5)`; the same factors always give the same image."""
    rows = np.asarray(factors, np.int64).reshape(-1, len(FACTOR_SIZES))
    number_of(rows)
    values = factor_values(rows)
    images = np.zeros((len(rows), side, side), np.uint8)
    for kind in range(len(SHAPES)):
        chosen = np.flatnonzero(rows[:, 0] == kind)
        for start in range(0, len(chosen), CHUNK):
            part = chosen[start : start + CHUNK]
            across, down = _window(values[part, 3], side), _window(values[part, 4], side)
            inside = _inside(kind, *_own_frame(values[part], across, down, side))
            images[part[:, None, None], down[:, :, None], across[:, None, :]] = np.where(inside, 255, 0)
    return images


def _window(centre: Floats, side: int) -> Integers:
    """The pixels `(n, window)` along one axis that a shape can reach: only these are computed."""
    first = np.floor((centre - REACH) * side).astype(np.int64)
    return np.minimum(first[:, None] + np.arange(int(2 * REACH * side) + 2), side - 1)


def _own_frame(values: Floats, across: Integers, down: Integers, side: int) -> tuple[Floats, Floats]:
    """The pixels' centres in the shape's upright frame, where the reach is 1: two `(n, window, window)`; v points up."""
    scale, rotation = values[:, 1, None, None], values[:, 2, None, None]
    right = ((across + 0.5) / side - values[:, 3, None])[:, None, :]
    up = (values[:, 4, None] - (down + 0.5) / side)[:, :, None]
    cos, sin = np.cos(rotation) / (REACH * scale), np.sin(rotation) / (REACH * scale)
    return cos * right + sin * up, cos * up - sin * right


def _inside(kind: int, u: Floats, v: Floats) -> NDArray[np.bool_]:
    if kind == 0:
        return np.asarray(np.maximum(np.abs(u), np.abs(v)) <= np.sqrt(0.5) + _TIE)
    if kind == 1:
        return np.asarray(u * u + 4 * v * v <= 1 + _TIE)
    x, y = HEART_REACH * u, HEART_REACH * v
    squares, cubed = x * x, y * y * y
    bulge = squares + y * y - 1
    return np.asarray(bulge * bulge * bulge <= squares * cubed + _TIE)
