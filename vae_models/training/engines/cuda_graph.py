"""On CUDA the whole step is one graph: forward, loss, backward and fused Adam, captured once and replayed.

A step of these small models is some forty kernels of microseconds each; launching them one by one takes longer than
running them. What changes between replays lies in tensors on the device that stay where they are: the batch, the KL's
weight, the learning rate. Random numbers are drawn before a replay, as for any other engine.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from vae_models.kinds.families import family_of
from vae_models.kinds.networks import network_of
from vae_models.objectives.base import Batch
from vae_models.recipe.recipe import Recipe
from vae_models.training.engines.engine import StepLosses

WARM_UP = 3  # runs before the capture, so that libraries have made their plans and workspaces

Body = Callable[[], None]
Capture = Callable[[Body, list[Tensor]], Body]
Step = Callable[[Batch, float], StepLosses]


def knows(recipe: Recipe) -> bool:
    """Whether nothing in a step is decided on the host, and only the tensors named above change between steps."""
    return recipe.is_bound and family_of(recipe.family).on_graph and network_of(recipe.network).on_graph


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


class CapturedStep:
    """A step of gradients and update, replayed: one capture for each batch size.

    Every batch must lie where the first one of its size lay. Where capturing fails the step runs uncaptured from then on.
    """

    def __init__(self, step: Step, kept: list[Tensor], capture: Capture = capture_graph) -> None:
        """kept: what a step changes: weights, moments."""
        self._step = step
        self._kept = kept
        self._capture = capture
        self._weight = torch.zeros((), device=kept[0].device)
        self._last_weight = 0.0
        self._replays: dict[int, tuple[Body, list[Tensor]]] = {}

    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        if weight != self._last_weight:
            self._weight.fill_(weight)
            self._last_weight = weight
        size = len(batch.target)
        if size not in self._replays:
            self._replays[size] = self._captured(batch)
        replay, losses = self._replays[size]
        replay()
        row = losses[0].clone()  # the next replay overwrites it
        return StepLosses(row[0], row[1:], weight)

    def _captured(self, batch: Batch) -> tuple[Body, list[Tensor]]:
        row: list[Tensor] = []

        def body() -> None:
            # A weight that is a number would be captured with its value.
            losses = self._step(batch, self._weight)  # type: ignore[arg-type]
            row[:] = [torch.cat([losses.reconstruction.reshape(1), losses.kl_per_dim])]

        try:
            return self._capture(body, self._kept), row
        except RuntimeError:
            self._capture = uncaptured
            return body, row
