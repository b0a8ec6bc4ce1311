"""Recurrent networks that read and write an image row by row (Fabius & van Amersfoort 2014, with GRUs: Cho 2014).

The paper feeds every row it has written back into the decoder; here each step is told z itself, which a GRU runs
through without returning to Python after every row. Either way all rows follow from z alone, as in any VAE.
"""

import itertools

import torch
from torch import Tensor, nn

from vae_models.recipe import Recipe


class _GRUStack(nn.Module):
    """One GRU above another, of the given widths: `(batch, steps, widths[0])` to `(batch, steps, widths[-1])`."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.GRU(*pair, batch_first=True) for pair in itertools.pairwise(widths))

    def forward(self, sequence: Tensor) -> Tensor:
        for layer in self.layers:
            sequence, _ = layer(sequence)
        return sequence


class _RowReader(nn.Module):
    """Images `(batch, 1, H, W)` to `(batch, outputs)`: from the top row down and from the last one up, then both ends."""

    def __init__(self, recipe: Recipe, outputs: int) -> None:
        super().__init__()
        widths = (recipe.image_shape[1], *recipe.hidden)
        self.downward, self.upward = _GRUStack(widths), _GRUStack(widths)
        self.head = nn.Linear(2 * recipe.hidden[-1], outputs)

    def forward(self, images: Tensor) -> Tensor:
        rows = images.squeeze(1)
        ends = (self.downward(rows)[:, -1], self.upward(rows.flip(1))[:, -1])
        answer: Tensor = self.head(torch.cat(ends, 1))
        return answer


class _RowWriter(nn.Module):
    """z `(batch, inputs)` to logits `(batch, 1, H, W)`; every step sees z and what it remembers of the rows above."""

    def __init__(self, recipe: Recipe, inputs: int) -> None:
        super().__init__()
        self.rows = recipe.image_shape[0]
        self.body = _GRUStack((inputs, *reversed(recipe.hidden)))
        self.head = nn.Linear(recipe.hidden[0], recipe.image_shape[1])

    def forward(self, z: Tensor) -> Tensor:
        rows: Tensor = self.head(self.body(z.unsqueeze(1).expand(-1, self.rows, -1)))
        return rows.unsqueeze(1)


def gru_encoder(recipe: Recipe, outputs: int) -> nn.Module:
    return _RowReader(recipe, outputs)


def gru_decoder(recipe: Recipe, inputs: int) -> nn.Module:
    return _RowWriter(recipe, inputs)
