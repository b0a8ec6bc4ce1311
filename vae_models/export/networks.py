"""Encoder and decoder of a recipe as lines of plain PyTorch, in the order in which `networks/mlp_conv.py` makes their layers."""

import itertools
import math

from vae_models.kinds.lookup import implementation
from vae_models.kinds.networks import network_of
from vae_models.recipe.recipe import Recipe

Lines = list[str]
LINE_LENGTH = 100


def encoder_lines(recipe: Recipe) -> Lines:
    heads = 2 if recipe.is_variational else 1
    return _sequential(
        "encoder", implementation(network_of(recipe.network).plain_encoder)(recipe, heads * recipe.latent_dim)
    )


def decoder_lines(recipe: Recipe) -> Lines:
    return _sequential("decoder", implementation(network_of(recipe.network).plain_decoder)(recipe))


def _sequential(name: str, layers: Lines) -> Lines:
    """As many layers on a line as fit."""
    lines: Lines = []
    for layer in layers:
        if lines and len(lines[-1]) + len(layer) < LINE_LENGTH:
            lines[-1] += f" {layer},"
        else:
            lines.append(f"    {layer},")
    return [f"{name} = nn.Sequential(", *lines, ")"]


def _linear_layers(sizes: list[int]) -> Lines:
    """A ReLU after every layer but the last."""
    layers = [f"nn.Linear({inputs}, {outputs}), nn.ReLU()" for inputs, outputs in itertools.pairwise(sizes)]
    return [*layers[:-1], layers[-1].removesuffix(", nn.ReLU()")]


def mlp_encoder(recipe: Recipe, outputs: int) -> Lines:
    return ["nn.Flatten()", *_linear_layers([recipe.pixels, *recipe.hidden, outputs])]


def mlp_decoder(recipe: Recipe) -> Lines:
    sizes = [recipe.latent_dim, *reversed(recipe.hidden), recipe.pixels]
    return [*_linear_layers(sizes), f"nn.Unflatten(1, {(1, *recipe.image_shape)})"]


def _code_shape(recipe: Recipe) -> tuple[int, int, int]:
    shrink = 2 ** len(recipe.hidden)
    return recipe.hidden[-1], recipe.image_shape[0] // shrink, recipe.image_shape[1] // shrink


def conv_encoder(recipe: Recipe, outputs: int) -> Lines:
    channels = itertools.pairwise((1, *recipe.hidden))
    layers = [f"nn.Conv2d({a}, {b}, 3, stride=2, padding=1), nn.ReLU()" for a, b in channels]
    return [*layers, "nn.Flatten()", f"nn.Linear({math.prod(_code_shape(recipe))}, {outputs})"]


def conv_decoder(recipe: Recipe) -> Lines:
    shape = _code_shape(recipe)
    between = "nn.ReLU(), " if recipe.code_relu else ""
    start = [f"nn.Linear({recipe.latent_dim}, {math.prod(shape)}), {between}nn.Unflatten(1, {shape})"]
    channels = itertools.pairwise((*reversed(recipe.hidden), 1))
    layers = [f"nn.ConvTranspose2d({a}, {b}, 3, stride=2, padding=1, output_padding=1), nn.ReLU()" for a, b in channels]
    return [*start, *layers[:-1], layers[-1].removesuffix(", nn.ReLU()")]
