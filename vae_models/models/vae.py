"""The variational autoencoder (Kingma & Welling 2014): encode to a posterior, sample, decode."""

from torch import Tensor

from vae_models.models.base import LatentModel
from vae_models.models.gaussian import to_logvar
from vae_models.recipe.named import Recipe


class VAE(LatentModel):
    """An encoder with two heads, mu and logvar (or log sigma), as one linear layer."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe, 2 * recipe.latent_dim, recipe.latent_dim)

    def encode(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Tensor]:
        mu, head = self.encoder(images).chunk(2, dim=1)
        return mu, to_logvar(head, self.recipe.sigma)
