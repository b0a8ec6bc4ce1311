"""From a recipe to the objective it names."""

import torch

from vae_models.kinds.lookup import implementation
from vae_models.kinds.objectives import objective_of
from vae_models.objectives.base import Objective
from vae_models.recipe.recipe import Recipe


def objective_class(recipe: Recipe) -> type[Objective]:
    loss: type[Objective] = implementation(objective_of(recipe.objective).loss)
    return loss


def build_objective(recipe: Recipe, images: int, device: torch.device) -> Objective:
    """What the recipe minimises over that many training images; a second player starts from the recipe's seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed + 1)
        return objective_class(recipe)(recipe, images, device)
