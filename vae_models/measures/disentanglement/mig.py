"""The mutual information gap (Chen 2018, eq. 6): does one dimension alone know a factor?"""

import numpy as np
from numpy.typing import ArrayLike

from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.disentanglement.mutual_information import CONVENTION, information_matrix
from vae_models.measures.measure import Measure


def mig(codes: ArrayLike, factors: Factors) -> Measure:
    """codes: `(n, latent_dim)`. 1 where each factor is in exactly one dimension, 0 where the two best know equally much."""
    information, entropies = information_matrix(codes, factors)
    ranked = np.sort(np.vstack([information, np.zeros_like(entropies)]), axis=0)  # a single dimension has no rival
    gaps = (ranked[-1] - ranked[-2]) / entropies
    convention = (
        f"{factors.listed}; {CONVENTION}; gap of the two best dimensions over the factor's entropy, mean over factors"
    )
    return Measure("MIG", float(gaps.mean()), convention, parts=dict(zip(factors.names, map(float, gaps), strict=True)))
