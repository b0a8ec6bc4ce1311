"""The variational autoencoder (Kingma & Welling 2014): encode to a posterior, sample, decode."""

from torch import Tensor

from vae_models.likelihoods.terms import kl_to_standard_normal, reconstruction_loss, reparameterise, to_logvar
from vae_models.networks.mlp_conv import LatentModel
from vae_models.recipe.named import Recipe


class VAE(LatentModel):
    """An encoder with two heads, mu and logvar (or log sigma), as one linear layer."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe, 2 * recipe.latent_dim, recipe.latent_dim)

    def encode(self, images: Tensor) -> tuple[Tensor, Tensor]:
        mu, head = self.encoder(images).chunk(2, dim=1)
        return mu, to_logvar(head, self.recipe.sigma)

    def loss_parts(self, inputs: Tensor, target: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
        mu, logvar = self.encode(inputs)
        logits = self.decode(reparameterise(mu, logvar, eps))
        return reconstruction_loss(self.recipe.reconstruction, logits, target), kl_to_standard_normal(mu, logvar)
