"""The conditional VAE: encoder and decoder are told the class, so the code holds only the style (Sohn 2015; Kingma 2014, M2)."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from vae_models.models.base import LatentModel
from vae_models.models.gaussian import to_logvar
from vae_models.recipe.recipe import Recipe


class CVAE(LatentModel):
    """p(x | z, class) and q(z | x, class). Where no label is given, the class is a uniform mixture of all."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe, 2 * recipe.latent_dim, recipe.latent_dim + recipe.classes)
        # Added to the image, a picture per class does for any encoder what further inputs do for its first layer.
        self.class_image = nn.Linear(recipe.classes, recipe.pixels, bias=False)

    def encode(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Tensor]:
        seen = images + self.class_image(self._one_hot(labels, images)).view_as(images)
        mu, head = self.encoder(seen).chunk(2, dim=1)
        return mu, to_logvar(head, self.recipe.sigma)

    def decode(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        logits: Tensor = self.decoder(torch.cat([z, self._one_hot(labels, z)], 1))
        return logits

    def _one_hot(self, labels: Tensor | None, like: Tensor) -> Tensor:
        """`(batch, classes)`, each row a distribution over the classes."""
        if labels is None:
            return like.new_full((len(like), self.recipe.classes), 1.0 / self.recipe.classes)
        return functional.one_hot(labels, self.recipe.classes).to(like.dtype)
