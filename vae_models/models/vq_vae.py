"""VQ-VAE: an image becomes a grid of entries of a learnt codebook (van den Oord 2017)."""

import torch
from torch import Tensor, nn

from vae_models.models.base import DiscreteModel
from vae_models.networks.mlp_conv import convolutions, transposed_convolutions
from vae_models.recipe.recipe import Recipe

AT_ONCE = 8192  # vectors compared with the whole codebook in one go, so that a data set needs little memory


class VQVAE(DiscreteModel):
    """A z is the grid's codebook entries, `latent_dim` numbers for each place, row by row; any z is moved to the nearest.

    A code is the index of an entry.
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.grid = recipe.code_grid or (1, 1)
        channels = recipe.hidden[-1]
        self.encoder = nn.Sequential(*convolutions(recipe), nn.Conv2d(channels, recipe.latent_dim, 1))
        start = (nn.Conv2d(recipe.latent_dim, channels, 3, padding=1), nn.ReLU())
        self.decoder = nn.Sequential(*start, *transposed_convolutions(recipe))
        self.codebook = nn.Parameter(torch.randn(recipe.codes, recipe.latent_dim))
        self.register_buffer("usage", torch.zeros(recipe.codes))

    def encode(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, None]:
        return self._flat(self.look_up(self.encode_codes(images))), None

    def decode(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        return self.decode_codes(self.codes_of(z))

    def codes_of(self, z: Tensor) -> Tensor:
        return self.nearest(z.reshape(len(z), *self.grid, self.recipe.latent_dim))

    def encode_codes(self, images: Tensor) -> Tensor:
        return self.nearest(self.vectors(images))

    def decode_codes(self, codes: Tensor) -> Tensor:
        return self.decode_vectors(self.look_up(codes))

    def vectors(self, images: Tensor) -> Tensor:
        answer: Tensor = self.encoder(images)
        return answer.movedim(1, 3)

    def look_up(self, codes: Tensor) -> Tensor:
        return self.codebook[codes]

    def decode_vectors(self, vectors: Tensor) -> Tensor:
        logits: Tensor = self.decoder(vectors.movedim(3, 1))
        return logits

    def nearest(self, vectors: Tensor) -> Tensor:
        """By squared distance (eq. 1), some vectors at a time."""
        lengths = self.codebook.square().sum(1)
        rows = vectors.reshape(-1, vectors.shape[-1]).split(AT_ONCE)
        nearest = [(lengths - 2.0 * part @ self.codebook.t()).argmin(1) for part in rows]
        return torch.cat(nearest).view(vectors.shape[:-1])

    @staticmethod
    def _flat(vectors: Tensor) -> Tensor:
        return vectors.reshape(len(vectors), -1)
