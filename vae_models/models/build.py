"""From a recipe to the model it names."""

from collections.abc import Callable

import torch
from torch import nn

from vae_models.models.autoencoder import Autoencoder
from vae_models.models.cvae import CVAE
from vae_models.models.hvae import HVAE
from vae_models.models.unet import UNet
from vae_models.models.vae import VAE
from vae_models.models.vq_vae import VQVAE
from vae_models.networks.mlp_conv import LatentModel
from vae_models.recipe.recipe import Recipe

FAMILIES: dict[str, Callable[[Recipe], LatentModel]] = {
    "autoencoder": Autoencoder,
    "vae": VAE,
    "cvae": CVAE,
    "hvae": HVAE,
    "vq-vae": VQVAE,
}


def build_model(recipe: Recipe, seed: int | None = None) -> nn.Module:
    """A freshly initialised model. The same seed gives the same weights; torch's global random state stays untouched."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed if seed is None else seed)
        return FAMILIES[recipe.family](recipe) if recipe.has_latent else UNet(recipe)
