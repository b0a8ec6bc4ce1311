"""One optimisation step after another on one device: batches, noise, gradients, Adam, and the random state of it all."""

from typing import Any

import torch
from torch import Tensor

from vae_models.corruption import corrupt
from vae_models.data import Split
from vae_models.flat_parameters import FlatParameters
from vae_models.gradients import AutogradGradients, Gradients
from vae_models.mlp_gradients import MLPGradients
from vae_models.models import build_model
from vae_models.networks import LatentModel
from vae_models.predictor import load_weights, weights_of
from vae_models.recipes import Recipe
from vae_models.training_events import Losses

VALIDATION_SEED = 20_250  # the same posterior samples and noise at every validation, so that only the weights differ


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
        self._gradients = self._choose_gradients()
        self._generator = torch.Generator(device).manual_seed(recipe.seed)
        self._images = train.images.to(device)
        self._epoch_images = self._images
        self._batch = torch.empty(recipe.batch_size, *self._images.shape[1:], device=device)
        self._eps = torch.empty(recipe.batch_size, recipe.latent_dim, device=device)

    def _choose_gradients(self) -> Gradients:
        if self.recipe.network == "mlp" and isinstance(self.model, LatentModel):
            return MLPGradients(self.model, self.recipe)
        return AutogradGradients(self.model, self.recipe, self.flat.gradients)

    @property
    def steps_per_epoch(self) -> int:
        return -(-len(self._images) // self.recipe.batch_size)

    def shuffle(self, epoch: int) -> None:
        """Lays the epoch's images out in its order, so that every batch is one contiguous slice."""
        order = torch.Generator().manual_seed((self.recipe.seed * 1_000_003 + epoch) % 2**63)
        permutation = torch.randperm(len(self._images), generator=order).to(self._device)
        self._epoch_images = self._images[permutation]

    def batch_length(self, index: int) -> int:
        return min(self.recipe.batch_size, len(self._images) - index * self.recipe.batch_size)

    def step(self, index: int, weight: float) -> tuple[Tensor, Tensor]:
        """Step `index` of the epoch. Returns mean reconstruction `()` and KL per dimension, nats, without waiting."""
        size = self.batch_length(index)
        start = index * self.recipe.batch_size
        target = self._batch[:size].copy_(self._epoch_images[start : start + size]).mul_(1.0 / 255.0)
        inputs = corrupt(target, self.recipe, self._generator)
        eps = self._eps[:size].normal_(generator=self._generator)
        parts = self._gradients(inputs, target, eps, weight)
        self._adam.step()
        return parts

    def set_learning_rate(self, learning_rate: float) -> None:
        self._adam.param_groups[0]["lr"] = learning_rate

    @torch.no_grad()
    def validate(self, split: Split, weight: float) -> Losses:
        """Exactly what training computes, on other images and without a step: sampled z, noisy input, the same weight."""
        generator = torch.Generator(self._device).manual_seed(VALIDATION_SEED)
        reconstruction = torch.zeros((), dtype=torch.float64, device=self._device)
        kl_per_dim: Tensor | float = 0.0
        self.model.eval()
        for batch in split.images.split(max(self.recipe.batch_size, 256)):
            target = batch.to(self._device).float().div_(255.0)
            inputs = corrupt(target, self.recipe, generator)
            eps = torch.empty(len(batch), self.recipe.latent_dim, device=self._device).normal_(generator=generator)
            per_image, kl = self.model.loss_parts(inputs, target, eps)  # type: ignore[operator]
            reconstruction += per_image.sum(dtype=torch.float64)
            kl_per_dim = kl_per_dim + kl.sum(0, dtype=torch.float64)
        self.model.train()
        means = (torch.as_tensor(kl_per_dim) / len(split.images)).tolist()
        mean = reconstruction.item() / len(split.images)
        return Losses(mean + weight * sum(means), mean, sum(means), tuple(means))

    def state(self) -> dict[str, Tensor]:
        """Weights, optimiser and random state, under the names they have in a checkpoint."""
        adam: dict[str, Any] = self._adam.state[self.flat.values]
        moments = {f"adam.{name}": tensor for name, tensor in adam.items()}
        return weights_of(self.model) | moments | {"random.state": self._generator.get_state()}

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        """Raises RuntimeError or KeyError when the tensors are of another model."""
        load_weights(self.model, tensors)
        names = ("step", "exp_avg", "exp_avg_sq")
        if "adam.exp_avg" in tensors:
            if tensors["adam.exp_avg"].shape != self.flat.values.shape:
                raise RuntimeError("the optimiser's state has another size")
            self._adam.state[self.flat.values] = {name: tensors[f"adam.{name}"].to(self._device) for name in names}
        self._generator.set_state(tensors["random.state"])
