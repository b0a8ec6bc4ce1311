"""From a recipe to the model and the objective it names."""

from collections.abc import Callable

import torch
from torch import nn

from vae_models.models.autoencoder import Autoencoder
from vae_models.models.cvae import CVAE
from vae_models.models.hvae import HVAE
from vae_models.models.unet import UNet
from vae_models.models.vae import VAE
from vae_models.models.vq_vae import VQVAE, Codebook
from vae_models.networks.mlp_conv import LatentModel
from vae_models.objectives.adversarial import Adversarial, DensityRatio
from vae_models.objectives.base import Objective
from vae_models.objectives.capacity import Capacity
from vae_models.objectives.covariance import Moments
from vae_models.objectives.importance import ImportanceWeighted
from vae_models.objectives.mmd import InfoMMD, PriorMMD
from vae_models.objectives.total_correlation import TotalCorrelation
from vae_models.recipe.recipe import Recipe

FAMILIES: dict[str, Callable[[Recipe], LatentModel]] = {
    "autoencoder": Autoencoder,
    "vae": VAE,
    "cvae": CVAE,
    "hvae": HVAE,
    "vq-vae": VQVAE,
}

OBJECTIVES: dict[str, type[Objective]] = {
    "elbo": Objective,
    "capacity": Capacity,
    "total-correlation": TotalCorrelation,
    "moments": Moments,
    "mmd": PriorMMD,
    "info": InfoMMD,
    "codebook": Codebook,
    "adversarial": Adversarial,
    "density-ratio": DensityRatio,
    "importance": ImportanceWeighted,
}


def build_model(recipe: Recipe, seed: int | None = None) -> nn.Module:
    """A freshly initialised model. The same seed gives the same weights; torch's global random state stays untouched."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed if seed is None else seed)
        return FAMILIES[recipe.family](recipe) if recipe.has_latent else UNet(recipe)


def build_objective(recipe: Recipe, images: int, device: torch.device) -> Objective:
    """What the recipe minimises over that many training images; a second player starts from the recipe's seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed + 1)
        return OBJECTIVES[recipe.objective](recipe, images, device)
