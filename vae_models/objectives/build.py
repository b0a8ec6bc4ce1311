"""From a recipe to the objective it names."""

import torch

from vae_models.objectives.adversarial import Adversarial, DensityRatio
from vae_models.objectives.base import Objective
from vae_models.objectives.capacity import Capacity
from vae_models.objectives.codebook import Codebook
from vae_models.objectives.covariance import Moments
from vae_models.objectives.importance import ImportanceWeighted
from vae_models.objectives.mmd import InfoMMD, PriorMMD
from vae_models.objectives.total_correlation import TotalCorrelation
from vae_models.recipe.recipe import Recipe

OBJECTIVES: dict[str, type[Objective]] = {
    "elbo": Objective,
    "capacity": Capacity,
    "total-correlation": TotalCorrelation,
    "moments": Moments,
    "mmd": PriorMMD,
    "info": InfoMMD,
    "codebook": Codebook,
    "adversarial": Adversarial,
    "density-ratio": DensityRatio,
    "importance": ImportanceWeighted,
}


def build_objective(recipe: Recipe, images: int, device: torch.device) -> Objective:
    """What the recipe minimises over that many training images; a second player starts from the recipe's seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed + 1)
        return OBJECTIVES[recipe.objective](recipe, images, device)
