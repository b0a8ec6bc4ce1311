"""Recurrent networks that read and write an image row by row (Fabius & van Amersfoort 2014, with GRUs: Cho 2014).

The paper feeds every row it has written back into the decoder; here each step is told z itself, which a GRU runs
through without returning to Python after every row. Either way all rows follow from z alone, as in any VAE.
"""

import itertools

import torch
from torch import Tensor, nn

from vae_models.recipe.recipe import Recipe


class _RowReader(nn.Module):
    """Images `(batch, 1, H, W)` to `(batch, outputs)`: what is remembered after the last row."""

    def __init__(self, recipe: Recipe, outputs: int) -> None:
        super().__init__()
        widths = itertools.pairwise((recipe.image_shape[1], *recipe.hidden))
        self.layers = nn.ModuleList(nn.GRU(*pair) for pair in widths)
        self.head = nn.Linear(recipe.hidden[-1], outputs)

    def forward(self, images: Tensor) -> Tensor:
        rows = images.squeeze(1).transpose(0, 1)
        for layer in self.layers:
            rows, _ = layer(rows)
        answer: Tensor = self.head(rows[-1])
        return answer


class _RowWriter(nn.Module):
    """z `(batch, inputs)` to logits `(batch, 1, H, W)`; z sets the memory before the first row and is seen at every one."""

    def __init__(self, recipe: Recipe, inputs: int) -> None:
        super().__init__()
        self.rows = recipe.image_shape[0]
        widths = tuple(reversed(recipe.hidden))
        self.memories = nn.ModuleList(nn.Linear(inputs, width) for width in widths)
        self.layers = nn.ModuleList(nn.GRU(*pair) for pair in itertools.pairwise((inputs, *widths)))
        self.head = nn.Linear(widths[-1], recipe.image_shape[1])

    def forward(self, z: Tensor) -> Tensor:
        rows = z.expand(self.rows, *z.shape)
        for memory, layer in zip(self.memories, self.layers, strict=True):
            rows, _ = layer(rows, torch.tanh(memory(z)).unsqueeze(0))
        logits: Tensor = self.head(rows)
        return logits.transpose(0, 1).unsqueeze(1)


def gru_encoder(recipe: Recipe, outputs: int) -> nn.Module:
    return _RowReader(recipe, outputs)


def gru_decoder(recipe: Recipe, inputs: int) -> nn.Module:
    return _RowWriter(recipe, inputs)
