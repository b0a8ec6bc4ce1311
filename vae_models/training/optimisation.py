"""The model that trains, and everything that decides what its next step does."""

from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor

from vae_models.data.load import Split
from vae_models.measures.validation import validation_batches
from vae_models.models.base import LatentModel
from vae_models.models.build import build_model
from vae_models.models.weights import load_weights, weights_of
from vae_models.networks.flat_adam import FlatAdam
from vae_models.networks.flat_parameters import FlatParameters
from vae_models.objectives.base import Batch
from vae_models.objectives.build import build_objective
from vae_models.recipe.recipe import Recipe
from vae_models.training.batches import Batches
from vae_models.training.engines.autograd import Autograd
from vae_models.training.engines.by_hand import ByHand
from vae_models.training.engines.choose import Choice, choose
from vae_models.training.engines.cuda_graph import Capture, CapturedStep, Step, capture_graph
from vae_models.training.engines.engine import Engine, StepLosses
from vae_models.training.events import Losses


class Optimisation:
    """One step after another on one device: a batch, its gradients by an engine, Adam."""

    def __init__(
        self, recipe: Recipe, train: Split, device: torch.device, choice: Choice | None = None,
        share: Callable[[Engine, Tensor], Engine] = lambda engine, gradients: engine, capture: Capture = capture_graph,
    ) -> None:  # fmt: skip
        """`choice` is made for the device where none is given; `share` makes of the engine, and of the tensor
        with all gradients, one that shares them with others."""
        choice = choice or choose(recipe, device)
        self.recipe = recipe
        self._device = device
        self.model = build_model(recipe).to(device)
        self.flat = FlatParameters(self.model)
        self.objective = build_objective(recipe, len(train.images), device)
        self.batches = Batches(recipe, train, device)
        self.engine = share(self._make_engine(choice), self.flat.gradients)
        captured = choice.engine == "cuda_graph"
        self._adam = FlatAdam(self.flat, recipe.learning_rate, rate_on_device=captured)
        self._take: Step = self._gradients_and_update
        if captured:
            self._take = CapturedStep(self._gradients_and_update, self._adam.changed, capture)

    def _make_engine(self, choice: Choice) -> Engine:
        if choice.engine == "by_hand":
            return ByHand(cast(LatentModel, self.model), self.recipe, self.flat, choice.products)
        return Autograd(self.model, self.recipe, self.flat.gradients, self.objective, choice.products)

    def _gradients_and_update(self, batch: Batch, weight: float) -> StepLosses:
        losses = self.engine(batch, weight)
        self._adam.update()
        return losses

    @property
    def on_cpu(self) -> bool:
        return self._device.type == "cpu"

    @property
    def device_name(self) -> str:
        """Such as cpu, or cuda with the name of the card."""
        name = torch.cuda.get_device_name(self._device) if self._device.type == "cuda" else ""
        return f"{self._device} ({name})" if name else str(self._device)

    @property
    def learning_rate(self) -> float:
        """That of Adam's next step."""
        return self._adam.learning_rate

    @property
    def precision(self) -> str:
        """Of the matrix products."""
        return self.engine.precision

    def step(self, index: int, weight: float, epochs_done: float) -> StepLosses:
        """Step `index` of the epoch. Returns its losses without waiting for the device."""
        return self._take(self.batches.batch(index, epochs_done), weight)

    def set_learning_rate(self, learning_rate: float) -> None:
        if learning_rate == self._adam.learning_rate:
            return
        self._adam.learning_rate = learning_rate
        self.objective.set_learning_rate(learning_rate)

    def validate(self, split: Split, weight: float, epochs_done: float) -> Losses:
        """What training computes, by the same forward pass, on other images and without a step: sampled z, noisy input,
        the same weight."""
        means, sizes, kl_weight = [], [], weight
        self.model.eval()
        alone = not self.objective.looks_at_the_batch
        for batch in validation_batches(self.recipe, split, self._device, epochs_done, alone):
            losses = self.engine.losses(batch, weight)
            penalty = torch.zeros_like(losses.reconstruction) if losses.penalty is None else losses.penalty
            means.append(torch.cat([losses.reconstruction.reshape(1), penalty.reshape(1), losses.kl_per_dim]))
            sizes.append(len(batch.target))
            kl_weight = losses.kl_weight
        self.model.train()
        shares = torch.tensor(sizes, dtype=torch.float64) / len(split.images)
        # Not every device knows float64.
        reconstruction, penalty, *kls = (shares @ torch.stack(means).cpu().double()).tolist()
        return Losses(reconstruction + kl_weight * sum(kls) + penalty, reconstruction, sum(kls), tuple(kls))

    def state(self) -> dict[str, Tensor]:
        """Weights, optimiser and random state, under the names they have in a checkpoint."""
        own = {f"objective.{name}": tensor for name, tensor in self.objective.state().items()}
        return weights_of(self.model) | self._adam.state() | own | {"random.state": self.batches.generator.get_state()}

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        """Raises RuntimeError, ValueError or KeyError when the tensors are of another model."""
        load_weights(self.model, tensors)
        self._adam.load_state(tensors)
        prefix = "objective."
        own = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
        self.objective.load_state(own)
        self.batches.generator.set_state(tensors["random.state"])
