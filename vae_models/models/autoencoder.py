"""The autoencoder, denoising or not (Vincent 2008): the code is a point, and there is no KL."""

from torch import Tensor

from vae_models.likelihoods.terms import reconstruction_loss
from vae_models.networks.mlp_conv import LatentModel
from vae_models.recipe.named import Recipe


class Autoencoder(LatentModel):
    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe, recipe.latent_dim, recipe.latent_dim)

    def encode(self, images: Tensor) -> tuple[Tensor, None]:
        return self.encoder(images), None

    def loss_parts(self, inputs: Tensor, target: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
        code, _ = self.encode(inputs)
        return reconstruction_loss(self.recipe.reconstruction, self.decode(code), target), code[:, :0]
