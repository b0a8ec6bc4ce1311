"""The beta-VAE score (Higgins 2017, section 3): a linear classifier tells the shared factor from differences of codes."""

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.disentanglement.shared_factor import SharedFactor, by_factor
from vae_models.measures.measure import Measure

POINTS = 1000
PAIRS = 64

Floats = NDArray[np.float64]


def beta_vae_score(codes: ArrayLike, factors: Factors, seed: int = 0) -> Measure:
    """codes: `(n, latent_dim)`. The accuracy on differences not learnt from, in [0, 1]."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    values = StandardScaler(with_mean=False).fit_transform(np.asarray(codes, np.float64))
    shared = [groups for groups in by_factor(factors.values) if groups]
    generator = np.random.default_rng(seed)
    inputs, answers = _differences(values, shared, generator)
    classifier = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)).fit(inputs, answers)
    accuracy = classifier.score(*_differences(values, shared, generator))
    convention = (
        f"{factors.listed}; logistic regression on {POINTS} mean absolute differences of {PAIRS} pairs of codes, checked on "
        f"{POINTS} others; chance is {1 / len(shared):.2f}"
    )
    return Measure("beta-VAE score", float(accuracy), convention)


def _differences(codes: Floats, shared: list[SharedFactor], generator: Generator) -> tuple[Floats, NDArray[np.int64]]:
    """Mean differences `(POINTS, latent_dim)`, and which factor the pairs of each shared `(POINTS,)`."""
    answers = np.sort(generator.integers(0, len(shared), POINTS))
    rows = []
    for factor, groups in enumerate(shared):
        count = int((answers == factor).sum())
        one, other = groups.pairs(count * PAIRS, generator)
        rows.append(np.abs(codes[one] - codes[other]).reshape(count, PAIRS, -1).mean(1))
    return np.concatenate(rows), answers
