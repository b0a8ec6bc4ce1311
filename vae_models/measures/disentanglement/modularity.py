"""Modularity (Ridgeway & Mozer 2018, eq. 2): does each dimension know one factor only?"""

from numpy.typing import ArrayLike

from vae_models.measures.disentanglement.factors import Factors
from vae_models.measures.disentanglement.mutual_information import CONVENTION, information_matrix
from vae_models.measures.measure import Measure

LEAST_NATS = 0.1


def modularity(codes: ArrayLike, factors: Factors) -> Measure:
    """codes: `(n, latent_dim)`. 1 where each dimension knows one factor; 0 where it knows all alike, or none knows any."""
    information, _ = information_matrix(codes, factors)
    telling = information[information.max(1) > LEAST_NATS]
    best = telling.max(1)
    others = (telling**2).sum(1) - best**2
    spread = others / (best**2 * max(1, len(factors.names) - 1))
    value = float(1.0 - spread.mean()) if len(telling) else 0.0
    convention = (
        f"{factors.listed}; {CONVENTION}; mean over the {len(telling)} of {len(information)} dimensions that know more than "
        f"{LEAST_NATS:g} nats of a factor"
    )
    return Measure("modularity", value, convention)
