"""From a recipe to the model it names."""

from collections.abc import Callable

import torch
from torch import nn

from vae_models.autoencoder import Autoencoder
from vae_models.networks import LatentModel
from vae_models.recipes import Recipe
from vae_models.unet import UNet
from vae_models.vae import VAE

FAMILIES: dict[str, Callable[[Recipe], LatentModel]] = {"autoencoder": Autoencoder, "vae": VAE}


def build_model(recipe: Recipe, seed: int | None = None) -> nn.Module:
    """A freshly initialised model. The same seed gives the same weights; torch's global random state stays untouched."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed if seed is None else seed)
        return FAMILIES[recipe.family](recipe) if recipe.has_latent else UNet(recipe)
