"""Images as tensors for training, validation and test."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vae_models.errors import DataError
from vae_models.recipe.seeds import SPLIT_SEED, VALIDATION_IMAGES, held_out_count


@dataclass(frozen=True, eq=False)
class Split:
    """images: uint8 `(N, 1, H, W)`; labels: int64 `(N,)`; factors: int64 `(N, factors)`; None where there are none.

    `files` names the file that each image comes from, `N` of them; None where the images have no files of their own.
    """

    images: Tensor
    labels: Tensor | None = None
    factors: Tensor | None = None
    files: tuple[str, ...] | None = None


def split_off(
    images: NDArray[np.uint8], labels: NDArray[np.integer] | None, count: int = VALIDATION_IMAGES,
    files: Sequence[str] | None = None,
) -> tuple[Split, Split]:  # fmt: skip
    """Training and validation; `count` images at random, at most a tenth of them, are for validation, always the same.

    Both keep the order of the data. The last ones would not do: MNIST's are not like the others.
    """
    if len(images) < 2:
        raise DataError("The data set has only one image; training and validation need at least two.")
    count = held_out_count(len(images), count)
    drawn = torch.randperm(len(images), generator=torch.Generator().manual_seed(SPLIT_SEED))
    # One copy of the images, of which both splits are views.
    order = torch.cat([drawn[count:].sort().values, drawn[:count].sort().values]).numpy()
    named = None if files is None else [files[index] for index in order]
    both = to_split(images[order], None if labels is None else labels[order], named)
    cut = len(images) - count
    return _part(both, slice(cut)), _part(both, slice(cut, None))


def _part(split: Split, where: slice) -> Split:
    labels = None if split.labels is None else split.labels[where]
    return Split(split.images[where], labels, files=None if split.files is None else split.files[where])


def to_split(
    images: NDArray[np.uint8], labels: NDArray[np.integer] | None, files: Sequence[str] | None = None
) -> Split:
    """images: `(N, H, W)`; labels: `(N,)`, of any whole type."""
    # A file's buffer is read-only and is copied; what has been copied already is taken as it is.
    tensor = torch.from_numpy(np.require(images, np.uint8, ["C", "W"])).unsqueeze(1)
    numbers = None if labels is None else torch.from_numpy(labels.astype(np.int64))
    return Split(tensor, numbers, files=None if files is None else tuple(files))
