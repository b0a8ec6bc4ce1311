"""Axes of a latent grid: equal steps, or equal shares of the standard normal prior."""

import math
from statistics import NormalDist

import numpy as np

_PRIOR = NormalDist()
_SMALLEST_SHARE = 1e-15
_cdf = np.frompyfunc(lambda value: 0.5 * math.erfc(-value / math.sqrt(2.0)), 1, 1)
_quantile = np.frompyfunc(_PRIOR.inv_cdf, 1, 1)


def normal_cdf(values: np.ndarray | float) -> np.ndarray:
    """Share of the standard normal prior below each value.

    values: any shape, in prior standard deviations. Returns the same shape, float64 in [0, 1].
    Exact to double precision: Phi(x) = erfc(-x / sqrt 2) / 2 (Abramowitz and Stegun 1964, 26.2.29).
    """
    return np.asarray(_cdf(np.asarray(values, dtype=np.float64)), dtype=np.float64)


def normal_quantile(shares: np.ndarray | float) -> np.ndarray:
    """The value below which that share of the standard normal prior lies: the inverse of `normal_cdf`.

    shares: any shape; clipped to [1e-15, 1 - 1e-15], so that 0 and 1 stay finite (about 8 standard deviations).
    Returns the same shape, float64, in prior standard deviations (Wichura 1988, algorithm AS 241, as in
    `statistics.NormalDist.inv_cdf`).
    """
    clipped = np.clip(np.asarray(shares, dtype=np.float64), _SMALLEST_SHARE, 1.0 - _SMALLEST_SHARE)
    return np.asarray(_quantile(clipped), dtype=np.float64)


def linear_axis(steps: int, low: float = -3.0, high: float = 3.0) -> np.ndarray:
    """`(steps,)` values from low to high at equal distances."""
    return np.linspace(low, high, steps)


def quantile_axis(steps: int, low: float = 0.05, high: float = 0.95) -> np.ndarray:
    """`(steps,)` values that part the prior's share from low to high equally, in prior standard deviations.

    The grid of Kingma and Welling 2014 (appendix A): equally likely cells instead of equally wide ones.
    """
    return normal_quantile(np.linspace(low, high, steps))
