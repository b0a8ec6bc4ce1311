"""Families of models: what a code is, and which class makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vae_models.kinds.lookup import kind_of


@dataclass(frozen=True)
class Family:
    """`model` makes a `models.base.Model` of a recipe.

    `latent`: there is a code at all. `posterior`: a code has a spread, the encoder answers mu and sigma. `layered`: the
    spread of its lower layers is known only given the upper ones. `discrete`: a code is a grid of codebook entries.
    `conditional`: encoder and decoder are told the class. `alone`: a code depends on nothing but its image, so that an
    objective may look at codes alone.

    `two_heads`: the encoder's second head is what a recipe's `sigma` says. `only_grids`: needs a network that keeps the
    image's grid, and makes its layers itself; a summary calls them `layers` where that is not the network's name. Who can
    take its steps or write them down: `by_hand`, `on_graph` (CUDA), `in_script` (a file of plain PyTorch).
    """

    model: str | Callable[[Any], Any]
    latent: bool = True
    posterior: bool = False
    layered: bool = False
    discrete: bool = False
    conditional: bool = False
    alone: bool = False
    two_heads: bool = False
    only_grids: bool = False
    layers: str = ""
    by_hand: bool = False
    on_graph: bool = False
    in_script: bool = False


FAMILIES: dict[str, Family] = {
    "autoencoder": Family(
        "vae_models.models.autoencoder:Autoencoder", alone=True, by_hand=True, on_graph=True, in_script=True
    ),
    "vae": Family(
        "vae_models.models.vae:VAE",
        posterior=True,
        alone=True,
        two_heads=True,
        by_hand=True,
        on_graph=True,
        in_script=True,
    ),
    "cvae": Family("vae_models.models.cvae:CVAE", posterior=True, conditional=True, two_heads=True, on_graph=True),
    "hvae": Family("vae_models.models.hvae:HVAE", posterior=True, layered=True),
    "vq-vae": Family("vae_models.models.vq_vae:VQVAE", discrete=True, only_grids=True),
    "unet": Family("vae_models.models.unet:UNet", latent=False, only_grids=True, layers="unet"),
}


def family_of(name: str) -> Family:
    """Raises RecipeError for an unknown name."""
    return kind_of("family", name, FAMILIES)
