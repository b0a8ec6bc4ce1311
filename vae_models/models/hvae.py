"""The hierarchical (ladder) VAE: several layers of latent variables, each the prior of the one below (Sønderby 2016).

A z is kept in coordinates in which the prior of every layer is N(0, I): what the layer above expects is subtracted, and the
result divided by the spread that it expects. The KL does not change under that, and all that explores a plain VAE
explores this one: sliders, maps, samples from N(0, I). A z holds the top layer first.
"""

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional

from vae_models.models.base import Codes, LatentModel
from vae_models.models.gaussian import reparameterise
from vae_models.networks.mlp_conv import mlp
from vae_models.recipe.recipe import Recipe


class HVAE(LatentModel):
    """Layers of `recipe.latent_sizes`, the top one first; the image is decoded from the lowest."""

    def __init__(self, recipe: Recipe) -> None:
        sizes = recipe.latent_sizes
        width = 4 * recipe.latent_dim
        super().__init__(recipe, width, sizes[-1])
        # Upward: what the image says about each layer by itself; the lowest looks at the encoder's answer.
        self.upward = nn.ModuleList(nn.Sequential(nn.ReLU(), mlp([width, width, width])) for _ in sizes[1:])
        self.evidence = nn.ModuleList(nn.Sequential(nn.ReLU(), nn.Linear(width, 2 * size)) for size in sizes)
        # Downward: what each layer expects of the next.
        pairs = itertools.pairwise(sizes)
        self.expectation = nn.ModuleList(mlp([above, width, width, 2 * below]) for above, below in pairs)

    def encode(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """mu and logvar of all layers; those below the top are what they are at the mean of the layers above."""
        _, mu, logvar = self._ladder(images, None)
        return mu, logvar

    def decode(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        layers = z.split(list(self.recipe.latent_sizes), dim=1)
        value = layers[0]
        for expect, layer in zip(self.expectation, layers[1:], strict=True):
            mean, spread = expect(value).chunk(2, dim=1)
            value = reparameterise(mean, spread, layer)
        logits: Tensor = self.decoder(value)
        return logits

    def posterior(self, images: Tensor, eps: Tensor, labels: Tensor | None = None) -> Codes:
        """The lower layers of a z are drawn given its upper ones."""
        z, mu, logvar = self._ladder(images, eps)
        return Codes(mu, logvar, z)

    def posterior_at(self, images: Tensor, z: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Tensor]:
        _, mu, logvar = self._ladder(images, None, z)
        return mu, logvar

    def _ladder(self, images: Tensor, eps: Tensor | None, given: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """z, mu and logvar of all layers, `(batch, latent_dim)`; z is the one given, or drawn with eps, or else the mean."""
        sizes = list(self.recipe.latent_sizes)
        noise = [None] * len(sizes) if eps is None else list(eps.split(sizes, dim=1))
        fixed = [None] * len(sizes) if given is None else list(given.split(sizes, dim=1))
        value, parts = images.new_zeros(0), []
        for level, (mean, logvar) in enumerate(self._evidence(images)):
            expected = (torch.zeros_like(mean), torch.zeros_like(mean))
            if level:
                expected = self.expectation[level - 1](value).chunk(2, dim=1)
                mean, logvar = combine(mean, logvar, *expected)
            own, z = noise[level], fixed[level]
            if z is None:
                z = mean if own is None else reparameterise(mean, logvar, own)
            value = reparameterise(*expected, z)
            parts.append((z, mean, logvar))
        z, mu, logvar = (torch.cat(tensors, 1) for tensors in zip(*parts, strict=True))
        return z, mu, logvar

    def _evidence(self, images: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Mean and log variance of each layer, the top one first, from the image alone."""
        features = [self.encoder(images)]
        for climb in self.upward:
            features.append(climb(features[-1]))
        heads = [head(feature) for head, feature in zip(self.evidence, reversed(features), strict=True)]
        return [(mean, logvar) for mean, logvar in (head.chunk(2, dim=1) for head in heads)]


def combine(mean: Tensor, logvar: Tensor, prior_mean: Tensor, prior_logvar: Tensor) -> tuple[Tensor, Tensor]:
    """The posterior N(mu, sigma²) from evidence and prior, weighted by their precisions, as the paper does.

    Mean and log variance of the evidence and of the prior go in; those of the posterior come out, in the coordinates in
    which the prior is N(0, 1): with r the evidence's variance over the prior's, sigma² = r / (1 + r). All alike in shape.
    """
    log_ratio = logvar - prior_logvar
    distance = (mean - prior_mean) * torch.exp(-0.5 * prior_logvar)
    return distance * torch.sigmoid(-log_ratio), functional.logsigmoid(log_ratio)
