"""VQ-VAE: an image becomes a grid of entries of a learnt codebook (van den Oord 2017)."""

import math

import torch
from torch import Tensor, nn

from vae_models.likelihoods.terms import RECONSTRUCTIONS
from vae_models.networks.mlp_conv import LatentModel, convolutions, transposed_convolutions
from vae_models.objectives.base import Batch, LossParts, Objective
from vae_models.recipe.recipe import Recipe

AT_ONCE = 8192  # vectors compared with the whole codebook in one go, so that a data set needs little memory
REMEMBERED = 0.95  # of a code's use, from one step to the next
DEAD_SHARE = 0.03  # a code that is used less than this share of its fair part is dead


class VQVAE(LatentModel):
    """A z is the grid's codebook entries, `latent_dim` numbers for each place, row by row; any z is moved to the nearest.

    A code is the index of an entry. `usage` is how often each was used lately, as a share of its fair part.
    """

    usage: Tensor

    def __init__(self, recipe: Recipe) -> None:
        nn.Module.__init__(self)
        self.recipe = recipe
        self.grid = recipe.code_grid or (1, 1)
        channels = recipe.hidden[-1]
        self.encoder = nn.Sequential(*convolutions(recipe), nn.Conv2d(channels, recipe.latent_dim, 1))
        start = (nn.Conv2d(recipe.latent_dim, channels, 3, padding=1), nn.ReLU())
        self.decoder = nn.Sequential(*start, *transposed_convolutions(recipe))
        self.codebook = nn.Parameter(torch.randn(recipe.codes, recipe.latent_dim))
        self.register_buffer("usage", torch.zeros(recipe.codes))

    def encode(self, images: Tensor) -> tuple[Tensor, None]:
        return self._flat(self.look_up(self.encode_codes(images))), None

    def decode(self, z: Tensor) -> Tensor:
        return self.decode_codes(self.codes_of(z))

    def codes_of(self, z: Tensor) -> Tensor:
        """The codes nearest to a z `(batch, z_size)`: `(batch, rows, columns)` int64."""
        return self._nearest(z.reshape(len(z), *self.grid, self.recipe.latent_dim))

    def encode_codes(self, images: Tensor) -> Tensor:
        """The codes of images: `(batch, rows, columns)` int64."""
        return self._nearest(self.vectors(images))

    def decode_codes(self, codes: Tensor) -> Tensor:
        """codes: `(batch, rows, columns)` int64. Returns logits `(batch, 1, H, W)`."""
        return self.decode_vectors(self.look_up(codes))

    def vectors(self, images: Tensor) -> Tensor:
        """What the encoder would say if it were free to: `(batch, rows, columns, latent_dim)`."""
        answer: Tensor = self.encoder(images)
        return answer.movedim(1, 3)

    def look_up(self, codes: Tensor) -> Tensor:
        """The codebook's entries: `(batch, rows, columns, latent_dim)`."""
        return self.codebook[codes]

    def decode_vectors(self, vectors: Tensor) -> Tensor:
        logits: Tensor = self.decoder(vectors.movedim(3, 1))
        return logits

    def _nearest(self, vectors: Tensor) -> Tensor:
        """The code whose entry is nearest to each vector (eq. 1): `(..., latent_dim)` to `(...)` int64."""
        lengths = self.codebook.square().sum(1)
        rows = vectors.reshape(-1, vectors.shape[-1]).split(AT_ONCE)
        nearest = [(lengths - 2.0 * part @ self.codebook.t()).argmin(1) for part in rows]
        return torch.cat(nearest).view(vectors.shape[:-1])

    @staticmethod
    def _flat(vectors: Tensor) -> Tensor:
        return vectors.reshape(len(vectors), -1)


class Codebook(Objective):
    """reconstruction + |sg(e) - z|² for the codebook + beta |e - sg(z)|² for the encoder (eq. 3); sg stops gradients.

    The decoder's gradient goes straight through to the encoder, past the choice of the code. Squared lengths are summed
    over an image. Codes that nobody uses move to where the encoder's vectors are.
    """

    def __init__(self, recipe: Recipe, images: int, device: torch.device | None = None) -> None:
        super().__init__(recipe, images, device)
        self._seen: tuple[Tensor, Tensor] | None = None

    def parts(self, model: nn.Module, batch: Batch, weight: float) -> LossParts:
        assert isinstance(model, VQVAE)
        vectors = model.vectors(batch.inputs)
        codes = model._nearest(vectors.detach())
        entries = model.look_up(codes)
        self._seen = (vectors.detach(), codes)
        straight = vectors + (entries - vectors).detach()
        reconstruction = RECONSTRUCTIONS[self.recipe.reconstruction](model.decode_vectors(straight), batch.target)
        to_entries = (vectors.detach() - entries).square().flatten(1).sum(1)
        to_vectors = (vectors - entries.detach()).square().flatten(1).sum(1)
        penalty = (to_entries + weight * to_vectors).mean()
        return LossParts(reconstruction, reconstruction.new_empty(len(vectors), 0), 0.0, penalty)

    @torch.no_grad()
    def after_backward(self, model: nn.Module, batch: Batch) -> None:
        """Counts the codes, and puts each dead one on a vector of this batch, chosen at random."""
        assert isinstance(model, VQVAE) and self._seen is not None
        vectors, codes = self._seen[0].flatten(0, 2), self._seen[1].flatten()
        fair = len(codes) / self.recipe.codes
        now = torch.bincount(codes, minlength=self.recipe.codes) / fair
        model.usage.lerp_(now.to(model.usage.dtype), 1.0 - REMEMBERED)
        chosen = torch.randint(len(vectors), (self.recipe.codes,), generator=batch.generator, device=vectors.device)
        dead = (model.usage < DEAD_SHARE).unsqueeze(1)
        model.codebook.data.copy_(torch.where(dead, vectors[chosen], model.codebook.data))
        model.usage.copy_(torch.where(dead.squeeze(1), torch.ones_like(model.usage), model.usage))


def perplexity(usage: Tensor) -> float:
    """How many codes are in use: exp of the entropy of their shares, from 1 to all. usage: `(codes,)`."""
    shares = usage / usage.sum()
    return math.exp(-float((shares * torch.log(shares.clamp_min(1e-12))).sum()))
