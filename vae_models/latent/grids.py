"""Axes of a latent grid: equal steps, or equal shares of the standard normal prior."""

import numpy as np

_SMALLEST_SHARE = 1e-15


def normal_cdf(values: np.ndarray | float) -> np.ndarray:
    """Share of the standard normal prior below each value.

    values: any shape, in prior standard deviations. Returns the same shape, float64 in [0, 1].
    """
    from scipy.special import ndtr

    return np.asarray(ndtr(np.asarray(values, dtype=np.float64)))


def normal_quantile(shares: np.ndarray | float) -> np.ndarray:
    """The value below which that share of the standard normal prior lies: the inverse of `normal_cdf`.

    shares: any shape; clipped to [1e-15, 1 - 1e-15], so that 0 and 1 stay finite (about 8 standard deviations).
    Returns the same shape, float64, in prior standard deviations.
    """
    from scipy.special import ndtri

    clipped = np.clip(np.asarray(shares, dtype=np.float64), _SMALLEST_SHARE, 1.0 - _SMALLEST_SHARE)
    return np.asarray(ndtri(clipped))


def linear_axis(steps: int, low: float = -3.0, high: float = 3.0) -> np.ndarray:
    """`(steps,)` values from low to high at equal distances."""
    return np.linspace(low, high, steps)


def quantile_axis(steps: int, low: float = 0.05, high: float = 0.95) -> np.ndarray:
    """`(steps,)` values that part the prior's share from low to high equally, in prior standard deviations.

    The grid of Kingma and Welling 2014 (appendix A): equally likely cells instead of equally wide ones.
    """
    return normal_quantile(np.linspace(low, high, steps))
