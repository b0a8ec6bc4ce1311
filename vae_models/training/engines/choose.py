"""Which engine takes the steps of a training, and how precise its products are."""

from dataclasses import dataclass
from typing import Literal

import torch

from vae_models.recipe.recipe import Recipe
from vae_models.training.engines import by_hand, cuda_graph
from vae_models.training.precision import gains, pick_precision


@dataclass(frozen=True)
class Choice:
    engine: Literal["autograd", "by_hand", "cuda_graph"]
    products: torch.dtype = torch.float32


def choose(recipe: Recipe, device: torch.device) -> Choice:
    """Graphs on CUDA where a step is the same every time, steps by hand for MLPs on a CPU, autograd for everything else."""
    if device.type == "cuda" and cuda_graph.knows(recipe):
        return Choice("cuda_graph")
    if device.type != "cpu":
        return Choice("autograd")
    products = pick_precision(recipe.precision)
    if by_hand.knows(recipe):
        return Choice("by_hand", products)
    tried = recipe.precision == "auto" and products != torch.float32
    return Choice("autograd", products if not tried or gains(recipe, products) else torch.float32)


def choose_for_team(recipe: Recipe, device: torch.device) -> Choice:
    """For gradients that several processes share: in float32, and nothing captured."""
    return Choice("by_hand" if device.type == "cpu" and by_hand.knows(recipe) else "autograd")
