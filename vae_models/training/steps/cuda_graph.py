"""On CUDA the whole step is one graph: gather, forward, loss, backward and fused Adam, captured once and replayed.

A step of these small models is some forty kernels of microseconds each; launching them one by one takes longer than
running them. What changes between replays lives in tensors on the device: the position in the epoch, the KL's weight, the
learning rate. Random numbers are drawn before a replay, with the generator of the eager step, so both see the same ones.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from vae_models.data.load import Split
from vae_models.kinds.families import family_of
from vae_models.kinds.networks import network_of
from vae_models.objectives.base import Batch
from vae_models.recipe.named import Recipe
from vae_models.training.steps.gradients import AutogradGradients, Gradients, StepLosses
from vae_models.training.steps.optimisation import Optimisation

WARM_UP = 3  # runs before the capture, so that libraries have made their plans and workspaces

Body = Callable[[], None]
Capture = Callable[[Body, list[Tensor]], Body]


def can_be_captured(recipe: Recipe) -> bool:
    """Whether nothing in a step is decided on the host, and only the tensors named above change between steps."""
    plain = recipe.is_bound and family_of(recipe.family).on_graph and network_of(recipe.network).on_graph
    treatment = not recipe.empty and (not recipe.noise or recipe.corruption == "gaussian")
    return plain and treatment


def capture_graph(body: Body, kept: list[Tensor]) -> Body:
    """The body as a CUDA graph. What its warm-up did to the tensors that are `kept` is undone. Raises RuntimeError."""
    before = [tensor.clone() for tensor in kept]
    aside = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    try:
        with torch.cuda.stream(aside):
            for _ in range(WARM_UP):
                body()
    finally:
        # Before the capture, which computes nothing and may fail.
        torch.cuda.current_stream().wait_stream(aside)
        for tensor, value in zip(kept, before, strict=True):
            tensor.copy_(value)
    graph = torch.cuda.CUDAGraph()
    # Other threads may use the device meanwhile: a window decodes while its trainer captures.
    with torch.cuda.graph(graph, capture_error_mode="thread_local"):
        body()
    replay: Body = graph.replay
    return replay


def uncaptured(body: Body, kept: list[Tensor]) -> Body:
    """The body as it is, one kernel after another."""
    return body


class GraphedOptimisation(Optimisation):
    """An Optimisation whose step is one body over tensors that stay where they are; one capture for each batch size.

    Where capturing fails the body runs uncaptured from then on.
    """

    def __init__(self, recipe: Recipe, train: Split, device: torch.device, capture: Capture) -> None:
        super().__init__(recipe, train, device)
        self._capture = capture
        self._replays: dict[int, Body] = {}
        # A learning rate that is a number would be captured with its value.
        rate = torch.tensor(recipe.learning_rate, device=device)
        self._adam = torch.optim.Adam([self.flat.values], lr=rate, fused=True, capturable=True)
        self._start_adam()
        self._order = torch.zeros(len(self._images), dtype=torch.int64, device=device)
        self._offsets = torch.arange(recipe.batch_size, device=device)
        self._noise = torch.empty_like(self._batch)
        self._kl_weight = torch.zeros((), device=device)
        self._index = torch.zeros(1, dtype=torch.int64, device=device)
        self._last_weight = 0.0
        dimensions = recipe.latent_dim if recipe.is_variational else 0
        self._losses = torch.zeros(self.steps_per_epoch, 1 + dimensions, device=device)

    def _choose_gradients(self) -> Gradients:
        return AutogradGradients(self.model, self.recipe, self.flat.gradients, self.objective)

    def wrap_gradients(self, wrap: Callable[[Gradients], Gradients]) -> None:
        """What is put around them may talk to other processes, which does not belong into a graph."""
        super().wrap_gradients(wrap)
        self._capture = uncaptured

    def shuffle(self, epoch: int) -> None:
        self._order.copy_(self.permutation(epoch))

    def step(self, index: int, weight: float, epochs_done: float) -> StepLosses:
        """The losses are a view that holds until the same step of the next epoch."""
        size = self.batch_length(index)
        self._index.fill_(index)
        self._set_weight(weight)
        if self.recipe.noise:
            self._noise[:size].normal_(generator=self._generator)
        self._eps[:size].normal_(generator=self._generator)
        if size not in self._replays:
            self._replays[size] = self._captured(size)
        self._replays[size]()
        return StepLosses(self._losses[index, 0], self._losses[index, 1:], weight)

    def _captured(self, size: int) -> Body:
        def body() -> None:
            self._body(size)

        adam: list[Tensor] = list(self._adam.state[self.flat.values].values())
        try:
            return self._capture(body, [self.flat.values.data, *adam, self._losses])
        except RuntimeError:
            self._capture = uncaptured
            return body

    def _body(self, size: int) -> None:
        """One step; may be run again for the same one. Nothing here waits for the device, and every tensor from outside
        stays where it is."""
        rows = self._order.index_select(0, self._offsets[:size] + self._index * self.recipe.batch_size)
        target = self._images.index_select(0, rows).float().mul_(1.0 / 255.0)
        inputs = target
        if self.recipe.noise:
            inputs = self._noise[:size].mul(self.recipe.noise).add_(target).clamp_(0.0, 1.0)
        labels = None if self._labels is None else self._labels.index_select(0, rows)
        batch = Batch(inputs, target, self._eps[:size], labels)
        losses = self._gradients(batch, self._kl_weight)  # type: ignore[arg-type]  # a number that the device may change
        self._adam.step()
        row = torch.cat([losses.reconstruction.reshape(1), losses.kl_per_dim])
        self._losses.index_copy_(0, self._index, row.unsqueeze(0))

    def _set_weight(self, weight: float) -> None:
        if weight != self._last_weight:
            self._kl_weight.fill_(weight)
            self._last_weight = weight

    def set_learning_rate(self, learning_rate: float) -> None:
        self._adam.param_groups[0]["lr"].fill_(learning_rate)
        self.objective.set_learning_rate(learning_rate)

    def load_state(self, tensors: dict[str, Tensor]) -> None:
        super().load_state(tensors)
        self._replays.clear()  # Adam's state lies elsewhere now
