"""How close an image is to the one it should be. numpy only."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

WINDOW = 7
_C1, _C2 = 0.01**2, 0.03**2  # K1 and K2 of Wang 2004, for values in [0, 1]
_BEST = 1e-10  # a mean squared error of nothing would be infinitely many decibels


def psnr(images: ArrayLike, references: ArrayLike) -> NDArray[np.float64]:
    """Peak signal-to-noise ratio of `(..., H, W)` in [0, 1]: `(...)`, decibels; 100 for equal images."""
    error = np.square(np.asarray(images, np.float64) - np.asarray(references, np.float64)).mean((-2, -1))
    return np.asarray(-10.0 * np.log10(np.maximum(error, _BEST)))


def ssim(images: ArrayLike, references: ArrayLike) -> NDArray[np.float64]:
    """Mean structural similarity of `(..., H, W)` in [0, 1]: `(...)`, 1 for equal images (Wang 2004, eq. 13).

    Means over square windows of 7 pixels, only where a window lies wholly inside. H and W are at least 7.
    """
    a, b = np.asarray(images, np.float64), np.asarray(references, np.float64)
    mean_a, mean_b = _window_means(a), _window_means(b)
    sample = WINDOW * WINDOW / (WINDOW * WINDOW - 1)  # unbiased variances
    var_a = sample * (_window_means(a * a) - mean_a * mean_a)
    var_b = sample * (_window_means(b * b) - mean_b * mean_b)
    both = sample * (_window_means(a * b) - mean_a * mean_b)
    likeness = (2 * mean_a * mean_b + _C1) * (2 * both + _C2)
    return np.asarray((likeness / ((mean_a**2 + mean_b**2 + _C1) * (var_a + var_b + _C2))).mean((-2, -1)))


def _window_means(images: NDArray[np.float64]) -> NDArray[np.float64]:
    windows = np.lib.stride_tricks.sliding_window_view(images, (WINDOW, WINDOW), axis=(-2, -1))
    return np.asarray(windows.mean((-2, -1)))
