"""Variational autoencoders: recipes, networks, training, and what a trained model can be asked. No Qt.

Importing this package is cheap: torch is loaded by the modules that need it (`training`, `predictor`, `data`, ...).
"""

from vae_models.errors import UserError
from vae_models.recipe.named import RECIPES, KLSchedule, Recipe, get_recipe

__all__ = ["RECIPES", "KLSchedule", "Recipe", "UserError", "__version__", "get_recipe"]

__version__: str


def __getattr__(name: str) -> str:
    """Looks the version up only when somebody asks: that takes longer than all else here."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("latent-explorer")
    except PackageNotFoundError:  # beside its sources, without having been installed
        return "0+unknown"
