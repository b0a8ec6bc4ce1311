"""Encoders and decoders. Encoders take images `(batch, 1, H, W)` in [0, 1]; decoders return logits of that shape."""

import itertools
import math

from torch import Tensor, nn

from vae_models.recipes import Recipe


def mlp(sizes: list[int]) -> nn.Sequential:
    """Linear layers with a ReLU between them, none after the last."""
    layers: list[nn.Module] = []
    for inputs, outputs in itertools.pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def mlp_encoder(recipe: Recipe, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Flatten(), mlp([recipe.pixels, *recipe.hidden, outputs]))


def mlp_decoder(recipe: Recipe) -> nn.Sequential:
    layers = mlp([recipe.latent_dim, *reversed(recipe.hidden), recipe.pixels])
    return nn.Sequential(layers, nn.Unflatten(1, (1, *recipe.image_shape)))


def _code_shape(recipe: Recipe) -> tuple[int, int, int]:
    """Channels, height and width after the encoder's convolutions, each of which halves the sides."""
    shrink = 2 ** len(recipe.hidden)
    return recipe.hidden[-1], recipe.image_shape[0] // shrink, recipe.image_shape[1] // shrink


def conv_encoder(recipe: Recipe, outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for inputs, channels in itertools.pairwise((1, *recipe.hidden)):
        layers += [nn.Conv2d(inputs, channels, 3, stride=2, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(math.prod(_code_shape(recipe)), outputs))


def conv_decoder(recipe: Recipe) -> nn.Sequential:
    shape = _code_shape(recipe)
    layers: list[nn.Module] = [nn.Linear(recipe.latent_dim, math.prod(shape)), nn.ReLU(), nn.Unflatten(1, shape)]
    for inputs, channels in itertools.pairwise((*reversed(recipe.hidden), 1)):
        layers += [nn.ConvTranspose2d(inputs, channels, 3, stride=2, padding=1, output_padding=1), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


ENCODERS = {"mlp": mlp_encoder, "conv": conv_encoder}
DECODERS = {"mlp": mlp_decoder, "conv": conv_decoder}


class LatentModel(nn.Module):
    """What every model with a latent space offers; `vae.py` and `autoencoder.py` fill it in."""

    def __init__(self, recipe: Recipe, heads: int) -> None:
        super().__init__()
        self.recipe = recipe
        self.encoder = ENCODERS[recipe.network](recipe, heads * recipe.latent_dim)
        self.decoder = DECODERS[recipe.network](recipe)

    def encode(self, images: Tensor) -> tuple[Tensor, Tensor | None]:
        """mu and logvar, each `(batch, latent_dim)`; logvar is None where the code is a point."""
        raise NotImplementedError

    def decode(self, z: Tensor) -> Tensor:
        """z: `(batch, latent_dim)`. Returns logits `(batch, 1, H, W)`."""
        logits: Tensor = self.decoder(z)
        return logits

    def loss_parts(self, inputs: Tensor, target: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
        """Reconstruction `(batch,)` and KL per dimension `(batch, latent_dim or 0)`, nats per image.

        inputs, target: `(batch, 1, H, W)`; eps: `(batch, latent_dim)` drawn from N(0, I).
        """
        raise NotImplementedError
