"""Encoders and decoders. Encoders take images `(batch, 1, H, W)` in [0, 1]; decoders return logits of that shape."""

import itertools
import math

import torch
from torch import Tensor, nn

from vae_models.networks.transposed_convolution import TransposedConvolution
from vae_models.recipe.recipe import Recipe


def mlp(sizes: list[int]) -> nn.Sequential:
    """Linear layers with a ReLU between them, none after the last."""
    layers: list[nn.Module] = []
    for inputs, outputs in itertools.pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def mlp_encoder(recipe: Recipe, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Flatten(), mlp([recipe.pixels, *recipe.hidden, outputs]))


def mlp_decoder(recipe: Recipe, inputs: int) -> nn.Sequential:
    layers = mlp([inputs, *reversed(recipe.hidden), recipe.pixels])
    return nn.Sequential(layers, nn.Unflatten(1, (1, *recipe.image_shape)))


def _code_shape(recipe: Recipe) -> tuple[int, int, int]:
    """Channels, height and width after the encoder's convolutions, each of which halves the sides."""
    shrink = 2 ** len(recipe.hidden)
    return recipe.hidden[-1], recipe.image_shape[0] // shrink, recipe.image_shape[1] // shrink


def convolutions(recipe: Recipe) -> list[nn.Module]:
    """Images `(batch, 1, H, W)` to `(batch, hidden[-1], H / 2**layers, W / 2**layers)`."""
    layers: list[nn.Module] = []
    for inputs, channels in itertools.pairwise((1, *recipe.hidden)):
        layers += [nn.Conv2d(inputs, channels, 3, stride=2, padding=1), nn.ReLU()]
    return layers


def transposed_convolutions(recipe: Recipe) -> list[nn.Module]:
    """The mirror of `convolutions`, up to logits."""
    layers: list[nn.Module] = []
    for inputs, channels in itertools.pairwise((*reversed(recipe.hidden), 1)):
        layers += [TransposedConvolution(inputs, channels, 3, stride=2, padding=1, output_padding=1), nn.ReLU()]
    return layers[:-1]


class ChannelsLastGrid(nn.Unflatten):
    """Numbers to feature maps, laid out in memory as convolutions on a CPU are quickest with."""

    def forward(self, numbers: Tensor) -> Tensor:
        maps = super().forward(numbers)
        return maps.contiguous(memory_format=torch.channels_last) if maps.device.type == "cpu" else maps


def conv_encoder(recipe: Recipe, outputs: int) -> nn.Sequential:
    *layers, relu = convolutions(recipe)
    # ReLU after flattening, so that it and its gradient find their numbers in one order.
    return nn.Sequential(*layers, nn.Flatten(), relu, nn.Linear(math.prod(_code_shape(recipe)), outputs))


def conv_decoder(recipe: Recipe, inputs: int) -> nn.Sequential:
    shape = _code_shape(recipe)
    # As many layers either way: weights are stored by their place.
    between = nn.ReLU() if recipe.code_relu else nn.Identity()
    start = [nn.Linear(inputs, math.prod(shape)), between, ChannelsLastGrid(1, shape)]
    return nn.Sequential(*start, *transposed_convolutions(recipe))
