"""Which way of taking steps suits a recipe and a device best."""

from vae_models.data.load import Split
from vae_models.recipe.named import Recipe
from vae_models.training.steps.compiled import CompiledOptimisation
from vae_models.training.steps.cuda_graph import GraphedOptimisation, can_be_captured, capture_graph
from vae_models.training.steps.devices import pick_device, pick_precision
from vae_models.training.steps.optimisation import Optimisation


def optimisation_for(recipe: Recipe, train: Split, device: str = "auto") -> Optimisation:
    """Graphs on CUDA, compiled steps on a CPU, where the recipe's step is the same every time; else one after another.

    Raises TrainingError when the device is unknown or absent.
    """
    where = pick_device(device)
    if where.type == "cpu" and recipe.has_plain_steps:
        return CompiledOptimisation(recipe, train, where, pick_precision(recipe.precision))
    if where.type == "cuda" and can_be_captured(recipe):
        return GraphedOptimisation(recipe, train, where, capture_graph)
    return Optimisation(recipe, train, where)
