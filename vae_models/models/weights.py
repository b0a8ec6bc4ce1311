"""A model's weights under the names that they have in files, and whether those of a file are the ones that a recipe has."""

import torch
from torch import Tensor, nn

from vae_models.models.build import build_model
from vae_models.recipe.named import Recipe

_PREFIX = "model."


def weights_of(model: nn.Module) -> dict[str, Tensor]:
    """The model's weights under the names they have in files."""
    return {f"{_PREFIX}{name}": tensor for name, tensor in model.state_dict().items()}


def check_weights(recipe: Recipe, tensors: dict[str, Tensor]) -> None:
    """Whether the tensors are the recipe's weights, without memory for a second set. Raises ValueError when they are not."""
    with torch.device("meta"):
        expected = {name: (tensor.shape, tensor.dtype) for name, tensor in weights_of(build_model(recipe)).items()}
    found = {name: (tensor.shape, tensor.dtype) for name, tensor in tensors.items() if name.startswith(_PREFIX)}
    if found != expected:
        raise ValueError("the weights are not those of the recipe")


def load_weights(model: nn.Module, tensors: dict[str, Tensor]) -> None:
    """Copies into the model what `weights_of` named. Raises RuntimeError when names or shapes differ."""
    model.load_state_dict({name.removeprefix(_PREFIX): t for name, t in tensors.items() if name.startswith(_PREFIX)})
