"""How the learning rate falls at the end of a run (the cooldown of Zhai 2022, section 3.5): from epoch to epoch.

Whatever a step's place in its epoch, so that a run does not depend on how many steps are taken in one go.
"""

from vae_models.recipe import Recipe


def learning_rate_share(recipe: Recipe, epochs_done: int) -> float:
    """What is left of the learning rate, in (0, 1], in the epoch after `epochs_done`: it falls in equal parts."""
    falling = round(recipe.cooldown * recipe.epochs)
    return min(1.0, max(1, recipe.epochs - epochs_done) / (falling + 1))
