"""Which number of an image becomes black and which white, for a whole set alike so that its images stay comparable."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vae_models.errors import DataError

AUTO, PERCENTILE, FULL = "auto", "percentile", "full"
PERCENTILES = (0.1, 99.9)
SAMPLE = 2_000_000  # numbers from which the percentiles are taken
LARGEST = 1e30  # beyond, differences overflow in float32
OVERSHOOT = 1.5  # interpolated shares of white overshoot 1 a little

Numbers = NDArray[np.generic]


@dataclass(frozen=True)
class ValueRange:
    """The numbers that become black and white, and why these."""

    black: float
    white: float
    reason: str

    @property
    def keeps_bytes(self) -> bool:
        return (self.black, self.white) == (0, 255)

    @property
    def scale(self) -> float:
        return 255.0 / (self.white - self.black)

    def grey(self, values: Numbers) -> NDArray[np.uint8]:
        """0..255, of the shape of `values`; what lies beyond is cut."""
        if values.dtype == np.uint8 and self.keeps_bytes:
            return np.asarray(values, np.uint8)
        shares = (values.astype(np.float32) - np.float32(self.black)) * np.float32(self.scale)
        return np.rint(np.clip(shares, 0.0, 255.0)).astype(np.uint8)


AS_GIVEN = ValueRange(0, 255, "as given")


@dataclass
class Extent:
    """The numbers of one kind in a set: their extremes, and a random sample.

    `top` is the largest number that the type can have, None where it has none worth the name.
    """

    top: float | None
    fractions: bool
    low: float = np.inf
    high: float = -np.inf
    samples: list[NDArray[np.float32]] = field(default_factory=list)

    def add(self, values: Numbers, name: str, at_most: int = SAMPLE) -> None:
        """Takes `values` of any shape in. Raises DataError for NaN, infinity, and what no float32 holds."""
        low, high = float(values.min()), float(values.max())
        if not np.isfinite([low, high]).all():  # NaN survives both
            raise DataError(f"{name} has values that are not numbers (NaN or infinity); save it again without them.")
        if max(-low, high) > LARGEST:
            raise DataError(f"{name} has values from {low:g} to {high:g}; scale them to [0, 1] or to 0..255.")
        self.low, self.high = min(self.low, low), max(self.high, high)
        flat = values.reshape(-1)
        if len(flat) > at_most:
            flat = flat[np.random.default_rng(0).integers(len(flat), size=at_most)]
        self.samples.append(flat.astype(np.float32))

    def percentile(self, *shares: float) -> list[float]:
        return [float(value) for value in np.percentile(np.concatenate(self.samples), shares)]

    def share_beyond(self, chosen: ValueRange) -> float:
        values = np.concatenate(self.samples)
        return float(((values < chosen.black) | (values > chosen.white)).mean())

    def describe(self, chosen: ValueRange) -> str:
        """What was done, in one sentence."""
        beyond = self.share_beyond(chosen)
        cut = f", and {beyond:.2%} beyond them are cut" if beyond else ""
        return (
            f"Values from {self.low:g} to {self.high:g}: {chosen.black:g} is black and {chosen.white:g} white in all "
            f"images ({chosen.reason}){cut}."
        )


def check_range(wanted: str) -> str:
    """The option as it is. Raises DataError unless it is "auto", "percentile", "full" or "LOW,HIGH"."""
    if wanted not in (AUTO, PERCENTILE, FULL):
        _given_numbers(wanted)
    return wanted


def choose_range(extent: Extent, wanted: str) -> ValueRange:
    """`auto` takes the numbers as their type means them where they fill it, and percentiles of the set elsewhere."""
    if wanted == PERCENTILE:
        return _by_percentiles(extent)
    if wanted == FULL:
        return _full(extent)
    if wanted != AUTO:
        return ValueRange(*_given_numbers(wanted), "as asked")
    meant = _meant(extent)
    # 12 bits in 16 are 1/16 of white: nearly black, though nobody meant it.
    if meant is None or (meant.white > 1 and extent.top != 255 and extent.percentile(99.9)[0] <= meant.white / 2):
        return _by_percentiles(extent)
    return meant


def _given_numbers(wanted: str) -> tuple[float, float]:
    try:
        black, white = (float(part) for part in wanted.split(","))
        fits = 1e-30 < white - black < LARGEST and max(abs(black), abs(white)) < LARGEST
    except ValueError:
        fits = False
    if not fits:
        shown = wanted if len(wanted) <= 40 else f"{wanted[:40]}…"
        raise DataError(
            f"The range of values is auto, percentile, full, or two numbers LOW,HIGH with LOW below HIGH, not {shown!r}."
        )
    return black, white


def _meant(extent: Extent) -> ValueRange | None:
    """The range that such numbers usually have; None where they are like none."""
    low, high, why = extent.low, extent.high, "as such numbers mean it"
    if low >= 0 and high <= (OVERSHOOT if extent.fractions else 1):
        return ValueRange(0, 1, why)
    if extent.fractions and -1 <= low < -0.5 and high <= 1:
        return ValueRange(-1, 1, why)
    level = next((level for level in (255.0, 65535.0) if high <= level), None)
    return ValueRange(0, level, why) if low >= 0 and level is not None else None


def _full(extent: Extent) -> ValueRange:
    if extent.top is not None:
        return ValueRange(0, extent.top, "the full range of their type")
    return _meant(extent) or _between(extent, extent.low, extent.high, "the lowest and the highest")


def _by_percentiles(extent: Extent) -> ValueRange:
    low, high = extent.percentile(*PERCENTILES)
    return _between(extent, low, high, "the percentiles {:g} and {:g} of all".format(*PERCENTILES))


def _between(extent: Extent, low: float, high: float, why: str) -> ValueRange:
    """Of numbers that are (nearly) all the same the percentiles are one number, so that something wider must serve."""
    if high - low > _least_step(low, high):
        return ValueRange(low, high, why)
    if extent.high - extent.low > _least_step(extent.low, extent.high):
        return ValueRange(extent.low, extent.high, "the lowest and the highest")
    flat = "all are the same"
    return _meant(extent) or ValueRange(min(0.0, extent.low), max(1.0, extent.high), flat)


def _least_step(low: float, high: float) -> float:
    """Differences below are rounding."""
    return max(1e-30, 1e-6 * max(abs(low), abs(high)))
