"""From a recipe to the model it names."""

import torch

from vae_models.kinds.families import family_of
from vae_models.kinds.lookup import implementation
from vae_models.models.base import Model
from vae_models.recipe.recipe import Recipe


def build_model(recipe: Recipe, seed: int | None = None) -> Model:
    """A freshly initialised model. The same seed gives the same weights; torch's global random state stays untouched."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed if seed is None else seed)
        model: Model = implementation(family_of(recipe.family).model)(recipe)
    return model
