"""Which images stand together in each step of an epoch, and what is random about it."""

import torch
from torch import Generator, Tensor

from vae_models.data.load import Split
from vae_models.objectives.base import Batch
from vae_models.objectives.draws import Draws
from vae_models.recipe.recipe import Recipe
from vae_models.recipe.seeds import order_seed


class Batches:
    """The whole split lives on the device as uint8. An epoch's order depends on the seed and the epoch's number alone;
    posterior samples and input noise come from one generator, whose state a checkpoint keeps."""

    def __init__(self, recipe: Recipe, train: Split, device: torch.device) -> None:
        self._recipe = recipe
        self._device = device
        self._images = train.images.to(device)
        self._labels = train.labels.to(device) if recipe.conditional and train.labels is not None else None
        self._epoch_images, self._epoch_labels = self._images, self._labels
        self._room: Tensor | None = None  # for an epoch's images, made with the first
        self.generator = Generator(device).manual_seed(recipe.seed)
        self._draws = Draws(recipe, device, self.generator, recipe.batch_size)

    @property
    def per_epoch(self) -> int:
        return -(-len(self._images) // self._recipe.batch_size)

    def length(self, index: int) -> int:
        """How many images step `index` of an epoch sees; the last one may see fewer."""
        return min(self._recipe.batch_size, len(self._images) - index * self._recipe.batch_size)

    def shuffle(self, epoch: int) -> None:
        """Lays the epoch's images out in its order, so that every batch is one contiguous slice."""
        order = self.order(epoch)
        if self._room is None:
            self._room = torch.empty_like(self._images)
        self._epoch_images = torch.index_select(self._images, 0, order, out=self._room)
        if self._recipe.empty:
            self._epoch_images[:: round(min(1.0 / self._recipe.empty, len(order)))] = 0
        self._epoch_labels = None if self._labels is None else self._labels[order]

    def order(self, epoch: int) -> Tensor:
        """Of the images in that epoch, `(N,)` int64."""
        generator = Generator().manual_seed(order_seed(self._recipe.seed, epoch))
        return torch.randperm(len(self._images), generator=generator).to(self._device)

    def batch(self, index: int, epochs_done: float) -> Batch:
        """That of step `index`; it holds until the next one is asked for."""
        start = index * self._recipe.batch_size
        rows = slice(start, start + self.length(index))
        labels = None if self._epoch_labels is None else self._epoch_labels[rows]
        return self._draws.batch(self._epoch_images[rows], labels, epochs_done)
