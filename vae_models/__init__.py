"""Variational autoencoders: recipes, networks, training, and what a trained model can be asked. No Qt.

Importing this package is cheap: torch is loaded by the modules that need it (`training`, `predictor`, `data`, ...).
"""

from vae_models.errors import UserError
from vae_models.recipes import RECIPES, KLSchedule, Recipe, get_recipe

__all__ = ["RECIPES", "KLSchedule", "Recipe", "UserError", "get_recipe"]
