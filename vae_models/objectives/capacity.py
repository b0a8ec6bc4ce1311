"""Controlled capacity: the KL is held at a set value that rises (Burgess 2018, "Understanding disentangling in beta-VAE")."""

from torch import Tensor

from vae_models.models.base import Codes
from vae_models.objectives.base import Batch, CodeObjective
from vae_models.recipe.recipe import Recipe


def capacity_at(recipe: Recipe, epochs_done: float) -> float:
    """C in nats: from 0 to the recipe's capacity in a straight line over its `capacity_epochs` (section 5)."""
    rise = epochs_done / recipe.capacity_epochs if recipe.capacity_epochs else 1.0
    return recipe.capacity * min(1.0, rise)


class Capacity(CodeObjective):
    """reconstruction + gamma |KL - C| (eq. 8); gamma is the recipe's beta, the KL is the mean over the batch."""

    def kl_weight(self, weight: float) -> float:
        return 0.0

    def penalty(self, codes: Codes, kl: Tensor, batch: Batch, weight: float) -> Tensor:
        return weight * (kl.mean(0).sum() - capacity_at(self.recipe, batch.epochs_done)).abs()
