"""Entropies and mutual information of codes and factors, from counts, in nats.

The plug-in entropy of N draws is too small by about (cells - 1) / 2N on average, which makes independent variables look
dependent; where `corrected`, that is added back, with the cells that were met (Miller 1955).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae_models.measures.disentanglement.factors import Factors

LEAST_BINS = 20

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def entropy(counts: ArrayLike, *, corrected: bool = False) -> float:
    """Of the distribution that counts of any shape stand for, nats."""
    met = np.asarray(counts, np.float64).ravel()
    met = met[met > 0]
    shares = met / met.sum()
    bias = (len(met) - 1) / (2 * met.sum()) if corrected else 0.0
    return float(-(shares * np.log(shares)).sum() + bias)


def joint_counts(a: ArrayLike, b: ArrayLike) -> Integers:
    """How often each pair of numbers from 0 occurs: a, b `(n,)`. Returns `(max a + 1, max b + 1)`."""
    first, second = np.asarray(a, np.int64), np.asarray(b, np.int64)
    width = int(second.max()) + 1
    return np.bincount(first * width + second, minlength=(int(first.max()) + 1) * width).reshape(-1, width)


def mutual_information(a: ArrayLike, b: ArrayLike, *, corrected: bool = False) -> float:
    """I(a; b) = H(a) + H(b) - H(a, b) of numbers from 0, each `(n,)`, nats; at least 0."""
    counts = joint_counts(a, b)
    parts = (counts.sum(1), counts.sum(0), counts)
    h_a, h_b, h_ab = (entropy(part, corrected=corrected) for part in parts)
    return max(0.0, h_a + h_b - h_ab)


def binned(codes: ArrayLike, bins: int) -> Integers:
    """Each dimension of codes `(n, latent_dim)` in equal bins from its least to its greatest value, counted from 0."""
    values = np.asarray(codes, np.float64)
    low, high = values.min(0), values.max(0)
    width = np.where(high > low, (high - low) / bins, 1.0)
    return np.minimum(((values - low) / width).astype(np.int64), bins - 1)


def information_matrix(codes: ArrayLike, factors: Factors) -> tuple[Floats, Floats]:
    """I(z_j; v_k) `(latent_dim, factors)` and H(v_k) `(factors,)`, nats, corrected for the number of images.

    A dimension gets 20 bins, or as many as the factor has values where those are more: fewer could not tell them apart.
    codes: `(n, latent_dim)`, of the images whose factors these are.
    """
    columns, entropies = [], []
    for size, values in zip(factors.sizes, factors.values.T, strict=True):
        cells = binned(codes, max(LEAST_BINS, size))
        columns.append([mutual_information(dimension, values, corrected=True) for dimension in cells.T])
        entropies.append(entropy(np.bincount(values), corrected=True))
    return np.array(columns).T, np.array(entropies)


CONVENTION = (
    f"mutual information from counts in {LEAST_BINS} equal bins per dimension (as many as the factor has values where more), "
    "Miller-Madow corrected"
)
