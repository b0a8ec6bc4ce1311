"""The Fréchet distance of two sets of images in a feature space (Dowson & Landau 1982; Heusel 2017)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def frechet_distance(a: ArrayLike, b: ArrayLike) -> float:
    """Of the Gaussians with the means and covariances of features `(n, features)` and `(m, features)`; n, m >= 2.

    |mu_a - mu_b|^2 + tr(A + B - 2 (A B)^(1/2)), at least 0. It shrinks with n and m: compare only equal numbers.
    """
    first, second = np.asarray(a, np.float64), np.asarray(b, np.float64)
    means = np.square(first.mean(0) - second.mean(0)).sum()
    cov_a, cov_b = (np.atleast_2d(np.cov(part, rowvar=False)) for part in (first, second))
    return max(0.0, float(means + np.trace(cov_a) + np.trace(cov_b) - 2 * _trace_of_root(cov_a, cov_b)))


def _trace_of_root(a: Floats, b: Floats) -> float:
    """tr((A B)^(1/2)) of two covariances: A^(1/2) B A^(1/2) has the same eigenvalues as A B and is symmetric."""
    values, vectors = np.linalg.eigh(a)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    return float(np.sqrt(np.maximum(np.linalg.eigvalsh(root @ b @ root), 0)).sum())
