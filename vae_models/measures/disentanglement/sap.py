"""Separated attribute predictability (Kumar 2018, section 4): how far the best dimension's skill is above the next."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.measure import Measure

LEAVES_PER_CLASS = 2

Floats = NDArray[np.float64]


def sap(codes: ArrayLike, factors: Factors, seed: int = 0) -> Measure:
    """codes: `(n, latent_dim)`. 1 where one dimension alone tells a factor and no other does, 0 where two tell it alike."""
    values = np.asarray(codes, np.float64)
    scores = np.stack([_scores(values, factors, k, seed) for k in range(len(factors.names))], axis=1)
    ranked = np.sort(np.vstack([scores, np.zeros(scores.shape[1])]), axis=0)
    gaps = ranked[-1] - ranked[-2]
    convention = (
        f"{factors.listed}; a dimension's score is its squared correlation with an ordered factor, or the balanced accuracy "
        "above chance of thresholds for an unordered one; gap of the two best, mean over factors"
    )
    return Measure("SAP", float(gaps.mean()), convention, parts=dict(zip(factors.names, map(float, gaps), strict=True)))


def _scores(codes: Floats, factors: Factors, factor: int, seed: int) -> Floats:
    """Each dimension's score for one factor `(latent_dim,)`, in [0, 1]."""
    target = factors.values[:, factor]
    if factors.is_categorical(factor):
        return np.array([_threshold_skill(dimension, target, seed) for dimension in codes.T])
    centred, wanted = codes - codes.mean(0), target - target.mean()
    spread = np.square(centred).sum(0) * np.square(wanted).sum()
    return np.asarray(np.square(wanted @ centred) / np.where(spread > 0, spread, 1))


def _threshold_skill(dimension: Floats, target: NDArray[np.int64], seed: int) -> float:
    """Of thresholds chosen on half of the images, on the other half: 0 for chance, 1 for no error."""
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.tree import DecisionTreeClassifier

    learn, check = np.array_split(np.random.default_rng(seed).permutation(len(target)), 2)
    leaves = LEAVES_PER_CLASS * len(np.unique(target))
    tree = DecisionTreeClassifier(max_leaf_nodes=leaves, class_weight="balanced", random_state=seed)
    told = tree.fit(dimension[learn, None], target[learn]).predict(dimension[check, None])
    return max(0.0, float(balanced_accuracy_score(target[check], told, adjusted=True)))
