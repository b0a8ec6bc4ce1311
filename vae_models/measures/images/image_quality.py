"""How close an image is to the one it should be."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

SSIM_WINDOW = "a Gaussian window of 11x11 pixels, sigma 1.5 (Wang 2004)"  # for conventions
_SIGMA, _RADIUS = 1.5, 5
_C1, _C2 = 0.01**2, 0.03**2  # K1 and K2 of Wang 2004, for values in [0, 1]
_BEST = 1e-10  # a mean squared error of nothing would be infinitely many decibels


def psnr(images: ArrayLike, references: ArrayLike) -> NDArray[np.float64]:
    """Peak signal-to-noise ratio of `(..., H, W)` in [0, 1]: `(...)`, decibels; 100 for equal images."""
    error = np.square(np.asarray(images, np.float64) - np.asarray(references, np.float64)).mean((-2, -1))
    return np.asarray(-10.0 * np.log10(np.maximum(error, _BEST)))


def ssim(images: ArrayLike, references: ArrayLike) -> NDArray[np.float64]:
    """Mean structural similarity of `(..., H, W)` in [0, 1]: `(...)`, 1 for equal images (Wang 2004, eq. 13).

    Means are weighted by the paper's Gaussian window of 11x11 pixels with sigma 1.5, and taken only where a window lies
    wholly inside (section III.B). H and W are at least 11.
    """
    a, b = np.asarray(images, np.float64), np.asarray(references, np.float64)
    mean_a, mean_b = _window_means(a), _window_means(b)
    var_a = _window_means(a * a) - mean_a * mean_a
    var_b = _window_means(b * b) - mean_b * mean_b
    both = _window_means(a * b) - mean_a * mean_b
    likeness = (2 * mean_a * mean_b + _C1) * (2 * both + _C2)
    return np.asarray((likeness / ((mean_a**2 + mean_b**2 + _C1) * (var_a + var_b + _C2))).mean((-2, -1)))


def _window_means(images: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.ndimage import gaussian_filter

    means = gaussian_filter(images, _SIGMA, radius=_RADIUS, axes=(-2, -1))
    return np.asarray(means[..., _RADIUS:-_RADIUS, _RADIUS:-_RADIUS])
