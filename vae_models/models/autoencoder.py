"""The autoencoder, denoising or not (Vincent 2008): the code is a point, and there is no KL."""

from torch import Tensor

from vae_models.models.base import LatentModel
from vae_models.recipe.named import Recipe


class Autoencoder(LatentModel):
    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe, recipe.latent_dim, recipe.latent_dim)

    def encode(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, None]:
        return self.encoder(images), None
