"""Disentanglement, completeness and informativeness (Eastwood & Williams 2018, section 2)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.measure import Measure

TREES = 10
LEAF = 5  # images a leaf holds at least, so that trees do not learn single images by heart

Floats = NDArray[np.float64]


def dci(codes: ArrayLike, factors: Factors, seed: int = 0) -> tuple[Measure, Measure, Measure]:
    """Disentanglement, completeness, informativeness, each in [0, 1]; codes: `(n, latent_dim)`.

    One random forest a factor predicts it from the code: a classifier where its values have no order, else a regressor.
    """
    importances, skills = forests(np.asarray(codes, np.float64), factors, seed)
    convention = f"{factors.listed}; a random forest per factor, {TREES} trees that see all dimensions, learnt on half of the images"
    informed = {name: float(skill) for name, skill in zip(factors.names, skills, strict=True)}
    return (
        Measure("DCI disentanglement", disentanglement(importances), convention),
        Measure("DCI completeness", completeness(importances), convention),
        Measure(
            "DCI informativeness", float(skills.mean()),
            f"{convention}; on the other half, accuracy above chance or R²", parts=informed,
        ),
    )  # fmt: skip


def disentanglement(importances: Floats) -> float:
    """1 - entropy of a dimension's importances over factors (in units of their number), weighted by its share of all.

    importances: `(latent_dim, factors)`, not negative.
    """
    weights = importances.sum(1)
    return float((weights * (1 - _entropies(importances))).sum() / weights.sum()) if weights.sum() else 0.0


def completeness(importances: Floats) -> float:
    """1 - entropy of a factor's importances over dimensions (in units of their number), mean over factors."""
    return float((1 - _entropies(importances.T)).mean()) if importances.sum() else 0.0


def _entropies(rows: Floats) -> Floats:
    """Of each row as a distribution, over its logarithmic length: `(rows,)` in [0, 1]; 1 for a row of zeros."""
    totals, count = rows.sum(1, keepdims=True), rows.shape[1]
    if count == 1:
        return np.zeros(len(rows))
    shares = np.where(totals > 0, rows / np.where(totals > 0, totals, 1), 1 / count)
    logs = np.log(np.where(shares > 0, shares, 1))
    return np.asarray(-(shares * logs).sum(1) / np.log(count))


def forests(codes: Floats, factors: Factors, seed: int) -> tuple[Floats, Floats]:
    """Importances `(latent_dim, factors)`, each column summing to 1, and skill on images not learnt from `(factors,)`."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.metrics import balanced_accuracy_score, r2_score

    order = np.random.default_rng(seed).permutation(len(codes))
    learn, check = np.array_split(order, 2)
    importances, skills = [], []
    for k, values in enumerate(factors.values.T):
        kind = RandomForestClassifier if factors.is_categorical(k) else RandomForestRegressor
        forest = kind(TREES, max_features=None, min_samples_leaf=LEAF, random_state=seed)
        forest.fit(codes[learn], values[learn])
        importances.append(forest.feature_importances_)
        told = forest.predict(codes[check])
        true, categorical = values[check], factors.is_categorical(k)
        skill = balanced_accuracy_score(true, told, adjusted=True) if categorical else r2_score(true, told)
        skills.append(max(0.0, float(skill)))
    return np.array(importances).T, np.array(skills)
