"""One optimisation step after another on one device: batches, noise, gradients, Adam, and the random state of it all."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from vae_models.damage.training import corrupt
from vae_models.data.load import Split
from vae_models.measures.validation import validation_batches
from vae_models.models.base import LatentModel
from vae_models.models.build import build_model
from vae_models.models.weights import load_weights, weights_of
from vae_models.networks.flat_parameters import FlatParameters
from vae_models.objectives.base import Batch
from vae_models.objectives.build import build_objective
from vae_models.recipe.named import Recipe
from vae_models.training.events import Losses
from vae_models.training.steps.by_hand import MLPGradients
from vae_models.training.steps.gradients import AutogradGradients, Gradients, StepLosses


class Optimisation:
    """The model that trains, and everything that decides what its next step does.

    The whole split lives on the device as uint8. An epoch's order depends on the seed and the epoch's number alone;
    posterior samples and input noise come from one generator whose state is part of `state`.
    """

    def __init__(self, recipe: Recipe, train: Split, device: torch.device) -> None:
        self.recipe = recipe
        self._device = device
        self.model = build_model(recipe).to(device)
        self.flat = FlatParameters(self.model)
        self._adam = torch.optim.Adam([self.flat.values], lr=recipe.learning_rate, fused=True)
        self.objective = build_objective(recipe, len(train.images), device)
        self._gradients = self._choose_gradients()
        self._generator = torch.Generator(device).manual_seed(recipe.seed)
        self._images = train.images.to(device)
        self._labels = train.labels.to(device) if recipe.conditional and train.labels is not None else None
        self._epoch_images, self._epoch_labels = self._images, self._labels
        self._batch = torch.empty(recipe.batch_size, *self._images.shape[1:], device=device)
        self._eps = torch.empty(recipe.batch_size * recipe.samples, recipe.latent_dim, device=device)

    @property
    def device_name(self) -> str:
        """Such as cpu, or cuda with the name of the card."""
        name = torch.cuda.get_device_name(self._device) if self._device.type == "cuda" else ""
        return f"{self._device} ({name})" if name else str(self._device)

    @property
    def precision(self) -> str:
        """Of the matrix products."""
        return "float32"

    def _choose_gradients(self) -> Gradients:
        if self.recipe.has_plain_loss and isinstance(self.model, LatentModel):
            return MLPGradients(self.model, self.recipe, self.flat)
        return AutogradGradients(self.model, self.recipe, self.flat.gradients, self.objective)

    def wrap_gradients(self, wrap: Callable[[Gradients], Gradients]) -> None:
        """Puts something around what computes the gradients: a part that others share in."""
        self._gradients = wrap(self._gradients)

    @property
    def steps_per_epoch(self) -> int:
        return -(-len(self._images) // self.recipe.batch_size)

    def shuffle(self, epoch: int) -> None:
        """Lays the epoch's images out in its order, so that every batch is one contiguous slice."""
        permutation = self.permutation(epoch)
        self._epoch_images = self._images[permutation]
        if self.recipe.empty:
            self._epoch_images[:: round(min(1.0 / self.recipe.empty, len(permutation)))] = 0
        self._epoch_labels = None if self._labels is None else self._labels[permutation]

    def permutation(self, epoch: int) -> Tensor:
        """The order of the images in that epoch, `(N,)` int64."""
        order = torch.Generator().manual_seed((self.recipe.seed * 1_000_003 + epoch) % 2**63)
        return torch.randperm(len(self._images), generator=order).to(self._device)

    def batch_length(self, index: int) -> int:
        return min(self.recipe.batch_size, len(self._images) - index * self.recipe.batch_size)

    def step(self, index: int, weight: float, epochs_done: float) -> StepLosses:
        """Step `index` of the epoch. Returns its losses without waiting for the device."""
        size = self.batch_length(index)
        start = index * self.recipe.batch_size
        target = self._batch[:size].copy_(self._epoch_images[start : start + size]).mul_(1.0 / 255.0)
        inputs = corrupt(target, self.recipe, self._generator)
        eps = self._eps[: size * self.recipe.samples].normal_(generator=self._generator)
        labels = None if self._epoch_labels is None else self._epoch_labels[start : start + size]
        losses = self._gradients(Batch(inputs, target, eps, labels, self._generator, epochs_done), weight)
        self._adam.step()
        return losses

    def steps(self, index: int, weights: list[float], epochs_done: list[float]) -> list[StepLosses]:
        """As many steps as there are KL weights, from step `index` of the epoch and not beyond its end."""
        pairs = zip(weights, epochs_done, strict=True)
        return [self.step(index + number, *pair) for number, pair in enumerate(pairs)]

    def _start_adam(self) -> None:
        """Its state before the first step, for those who need it where it will stay."""
        values = self.flat.values
        self._adam.state[values] = {
            "step": torch.zeros((), device=values.device),
            "exp_avg": torch.zeros_like(values.data),
            "exp_avg_sq": torch.zeros_like(values.data),
        }

    def set_learning_rate(self, learning_rate: float) -> None:
        self._adam.param_groups[0]["lr"] = learning_rate
        self.objective.set_learning_rate(learning_rate)

    @torch.no_grad()
    def validate(self, split: Split, weight: float, epochs_done: float) -> Losses:
        """What training computes, in float32, on other images and without a step: sampled z, noisy input, the same weight."""
        reconstruction = torch.zeros((), dtype=torch.float64, device=self._device)
        kl_per_dim: Tensor | float = 0.0
        penalty: Tensor | float = 0.0
        self.model.eval()
        alone = not self.objective.looks_at_the_batch
        for batch in validation_batches(self.recipe, split, self._device, epochs_done, alone):
            parts = self.objective.parts(self.model, batch, weight)
            reconstruction += parts.reconstruction.sum(dtype=torch.float64)
            kl_per_dim = kl_per_dim + parts.kl.sum(0, dtype=torch.float64)
            penalty = penalty + (0.0 if parts.penalty is None else parts.penalty.double() * len(batch.target))
        self.model.train()
        count = len(split.images)
        means = (torch.as_tensor(kl_per_dim) / count).tolist()
        mean = reconstruction.item() / count
        loss = mean + parts.kl_weight * sum(means) + float(penalty) / count
        return Losses(loss, mean, sum(means), tuple(means))

    def state(self) -> dict[str, Tensor]:
        """Weights, optimiser and random state, under the names they have in a checkpoint."""
        adam: dict[str, Any] = self._adam.state[self.flat.values]
        moments = {f"adam.{name}": tensor for name, tensor in adam.items()}
        own = {f"objective.{name}": tensor for name, tensor in self.objective.state().items()}
        return weights_of(self.model) | moments | own | {"random.state": self._generator.get_state()}

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        """Raises RuntimeError, ValueError or KeyError when the tensors are of another model."""
        load_weights(self.model, tensors)
        if "adam.exp_avg" in tensors:
            self._adam.state[self.flat.values] = self.flat.adam_state(tensors)
        prefix = "objective."
        own = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
        self.objective.load_state(own)
        self._generator.set_state(tensors["random.state"])
