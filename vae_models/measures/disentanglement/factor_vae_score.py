"""The FactorVAE score (Kim & Mnih 2018, section 4): which dimension varies least tells which factor is held fixed."""

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from vae_models.measures.activity import ACTIVE_VARIANCE
from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.disentanglement.shared_factor import SharedFactor, by_factor
from vae_models.measures.measure import Measure

VOTES = 800
GROUP = 64

Integers = NDArray[np.int64]


def factor_vae_score(codes: ArrayLike, factors: Factors, seed: int = 0) -> Measure:
    """codes: `(n, latent_dim)`. The accuracy of a majority vote, in [0, 1]; 0 where no dimension is active."""
    values = np.asarray(codes, np.float64)
    active = values[:, values.var(0) > ACTIVE_VARIANCE]
    generator = np.random.default_rng(seed)
    shared = by_factor(factors.values)
    chance = 1 / len(shared)
    convention = (
        f"{factors.listed}; majority vote of {VOTES} groups of {GROUP} images, checked on {VOTES} others, over the "
        f"{active.shape[1]} of {values.shape[1]} dimensions with variance above {ACTIVE_VARIANCE:g}; chance is {chance:.2f}"
    )
    if not active.shape[1]:
        return Measure("FactorVAE score", 0.0, convention)
    votes = _tally(active, shared, generator)
    check = _tally(active, shared, generator)
    told = votes.argmax(1)
    return Measure("FactorVAE score", float(check[np.arange(len(check)), told].sum() / check.sum()), convention)


def _tally(codes: NDArray[np.float64], shared: list[SharedFactor], generator: Generator) -> Integers:
    """How often each dimension varied least while each factor was held fixed: `(latent_dim, factors)`."""
    scale = codes.var(0, ddof=1)
    tally = np.zeros((codes.shape[1], len(shared)), np.int64)
    chosen = np.bincount(generator.integers(0, len(shared), VOTES), minlength=len(shared))
    for factor, groups in enumerate(shared):
        if groups and chosen[factor]:
            rows = codes[groups.groups(int(chosen[factor]), GROUP, generator)]
            least = (rows.var(1, ddof=1) / scale).argmin(1)
            tally[:, factor] = np.bincount(least, minlength=codes.shape[1])
    return tally
