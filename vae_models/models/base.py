"""What every model offers, whatever its family: codes of images, and images of codes. What a loss is made of them is not its
concern."""

from typing import NamedTuple

from torch import Tensor, nn

from vae_models.kinds.lookup import implementation
from vae_models.kinds.networks import network_of
from vae_models.models.gaussian import kl_to_standard_normal, reparameterise
from vae_models.recipe.recipe import Recipe


class Codes(NamedTuple):
    """mu, z: `(batch, z_size)`; logvar likewise, or None where the code is a point. No columns where there is no code."""

    mu: Tensor
    logvar: Tensor | None
    z: Tensor

    @property
    def kl(self) -> Tensor:
        """To N(0, I), per dimension `(batch, latent_dim)`, nats; no columns where the code is a point."""
        return self.mu[:, :0] if self.logvar is None else kl_to_standard_normal(self.mu, self.logvar)


class Model(nn.Module):
    """A family fills in `encode` and `decode`, and the others where they are more than these two.

    Images are `(batch, 1, H, W)` in [0, 1]; labels are `(batch,)` int64, seen by conditional models alone and a mixture of
    all classes where they are None; eps is `(batch, latent_dim)`, drawn from N(0, I).
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe

    def encode(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """mu and logvar, each `(batch, z_size)`; logvar is None where the code is a point."""
        raise NotImplementedError

    def decode(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """z: `(batch, z_size)`. Returns logits `(batch, 1, H, W)`."""
        raise NotImplementedError

    def posterior(self, images: Tensor, eps: Tensor, labels: Tensor | None = None) -> Codes:
        """One z of each image, with mu and logvar that it was drawn with."""
        mu, logvar = self.encode(images, labels)
        return Codes(mu, logvar, mu if logvar is None else reparameterise(mu, logvar, eps))

    def posterior_at(self, images: Tensor, z: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """mu and logvar that each number of a z would be drawn with, whatever it hangs on being as it is in that z."""
        return self.encode(images, labels)

    def reconstruct(self, images: Tensor, eps: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Codes]:
        """Logits of images at one z of each, and these codes: what a training looks at."""
        codes = self.posterior(images, eps, labels)
        return self.decode(codes.z, labels), codes

    def at_the_mean(self, images: Tensor, labels: Tensor | None = None) -> Tensor:
        """Logits of images at z = mu."""
        return self.decode(self.encode(images, labels)[0], labels)


class LatentModel(Model):
    """A model of an encoder and a decoder that the recipe's network makes.

    `encoder_outputs` and `decoder_inputs` are the numbers per image at the inner ends of the two.
    """

    def __init__(self, recipe: Recipe, encoder_outputs: int, decoder_inputs: int) -> None:
        super().__init__(recipe)
        network = network_of(recipe.network)
        self.encoder: nn.Module = implementation(network.encoder)(recipe, encoder_outputs)
        self.decoder: nn.Module = implementation(network.decoder)(recipe, decoder_inputs)

    def decode(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        logits: Tensor = self.decoder(z)
        return logits


class DiscreteModel(Model):
    """A model whose code is a grid of entries of a codebook. `codebook`: `(codes, numbers)`.

    `usage` `(codes,)` is how often each entry was used lately, as a share of its fair part; a training keeps it.
    """

    codebook: nn.Parameter
    usage: Tensor

    def vectors(self, images: Tensor) -> Tensor:
        """What the encoder would say if it were free to: `(batch, rows, columns, numbers)`."""
        raise NotImplementedError

    def nearest(self, vectors: Tensor) -> Tensor:
        """The code whose entry is nearest to each vector: `(..., numbers)` to `(...)` int64."""
        raise NotImplementedError

    def decode_vectors(self, vectors: Tensor) -> Tensor:
        """vectors: `(batch, rows, columns, numbers)`. Returns logits `(batch, 1, H, W)`."""
        raise NotImplementedError

    def encode_codes(self, images: Tensor) -> Tensor:
        """`(batch, rows, columns)` int64."""
        raise NotImplementedError

    def decode_codes(self, codes: Tensor) -> Tensor:
        """codes: `(batch, rows, columns)` int64. Returns logits `(batch, 1, H, W)`."""
        raise NotImplementedError

    def codes_of(self, z: Tensor) -> Tensor:
        """The codes nearest to a z `(batch, z_size)`: `(batch, rows, columns)` int64."""
        raise NotImplementedError

    def look_up(self, codes: Tensor) -> Tensor:
        """The codebook's entries: `(batch, rows, columns, numbers)`."""
        raise NotImplementedError
