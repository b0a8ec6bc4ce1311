"""Round values for the ticks of an axis, and their text."""

import math

import numpy as np

from vae_gui.widgets.map.scale import AxisScale


def ticks(scale: AxisScale, low: float, high: float, length: float, spacing: float) -> tuple[np.ndarray, list[str]]:
    """Values to mark between the places low and high of an axis, and how to write them.

    length: of the axis in pixels; spacing: the least distance of two ticks in pixels. Returns `(n,)` values in plane
    coordinates, ascending, and their texts. Where the scale crowds them, ticks that would touch are left out.
    """
    ends = np.clip([low, high], scale.lowest, scale.highest)
    first, last = (float(value) for value in scale.value(ends))
    if not last > first or length <= 0:
        return np.empty(0), []
    step = _round_step((last - first) / max(1.0, length / spacing))
    values = np.arange(math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9) + 1) * step
    kept = _apart(scale.place(values) * (length / (high - low)), spacing * 0.6)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return values[kept], [f"{value + 0.0:.{decimals}f}".replace("-", "\N{MINUS SIGN}") for value in values[kept]]


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least so large."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * (1 - 1e-9))


def _apart(places: np.ndarray, least: float) -> list[int]:
    """Indices of places at least so far apart, beginning in the middle."""
    middle = len(places) // 2
    kept = [middle] if len(places) else []
    for order in (range(middle + 1, len(places)), range(middle - 1, -1, -1)):
        last = middle
        for index in order:
            if abs(places[index] - places[last]) >= least:
                kept.append(index)
                last = index
    return sorted(kept)
