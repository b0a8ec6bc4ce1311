"""How the learning rate falls at the end of a run (the cooldown of Zhai 2022, section 3.5).

It falls at each tenth of an epoch: steps that are taken in one go end there, and how many those are must not matter.
"""

from vae_models.recipe.recipe import Recipe


def learning_rate_share(recipe: Recipe, tenths_done: int) -> float:
    """What is left of the learning rate, in (0, 1], after so many tenths of an epoch: it falls in equal parts."""
    falling = 10 * recipe.cooldown * recipe.epochs
    left = max(10 * recipe.epochs - tenths_done, 1)
    return min(1.0, left / falling) if falling else 1.0
