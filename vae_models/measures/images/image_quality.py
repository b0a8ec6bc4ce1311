"""How close an image is to the one it should be."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

SSIM_WINDOW = "a Gaussian window of 11x11 pixels, sigma 1.5 (Wang 2004)"  # for conventions
_BEST = 1e-10  # a mean squared error of nothing would be infinitely many decibels


def psnr(images: ArrayLike, references: ArrayLike) -> NDArray[np.float64]:
    """Peak signal-to-noise ratio of `(..., H, W)` in [0, 1]: `(...)`, decibels; 100 for equal images."""
    error = np.square(np.asarray(images, np.float64) - np.asarray(references, np.float64)).mean((-2, -1))
    return np.asarray(-10.0 * np.log10(np.maximum(error, _BEST)))


def ssim(images: ArrayLike, references: ArrayLike) -> NDArray[np.float64]:
    """Mean structural similarity of `(..., H, W)` in [0, 1]: `(...)`, 1 for equal images (Wang 2004, eq. 13).

    Means are weighted by the paper's Gaussian window of 11x11 pixels with sigma 1.5, and taken only where a window lies
    wholly inside (section III.B). H and W are at least 11. One reference may stand for many images.
    """
    from skimage.metrics import structural_similarity

    a, b = np.broadcast_arrays(np.asarray(images, np.float64), np.asarray(references, np.float64))
    pairs = zip(a.reshape(-1, *a.shape[-2:]), b.reshape(-1, *b.shape[-2:]), strict=True)
    paper = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False, "data_range": 1.0}
    return np.array([structural_similarity(*pair, **paper) for pair in pairs]).reshape(a.shape[:-2])
