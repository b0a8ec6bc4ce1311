"""One training over several processes, as DistributedDataParallel does it: the same weights everywhere, gradients averaged.

Every process draws the whole batch with its noise and works on its own part of it in float32, so the losses are those of
one process with that batch in float32, but for rounding. torchrun, or anything that sets its variables, starts the processes.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TypeVar, cast

import torch
import torch.distributed as dist
from torch import Tensor

from vae_models.data.load import Dataset
from vae_models.errors import Cancelled, RecipeError, TrainingError, UserError
from vae_models.objectives.base import Batch
from vae_models.objectives.build import objective_class
from vae_models.recipe.named import Recipe
from vae_models.runs.folder import RunFolder
from vae_models.training.engines.choose import choose_for_team
from vae_models.training.engines.engine import Engine, StepLosses
from vae_models.training.events import Event
from vae_models.training.keeping import IfLost
from vae_models.training.optimisation import Optimisation
from vae_models.training.torchrun import number_in
from vae_models.training.trainer import Trainer

REPORT_STEPS = 10  # all processes report at the same steps, so that all can stop at the same one
TIMEOUT = timedelta(minutes=5)

T = TypeVar("T")


def _together(collective: Callable[[], object]) -> None:
    try:
        collective()
    except RuntimeError as error:
        raise TrainingError(
            "The connection to the other processes was lost; what was saved is kept, resume with train --resume."
        ) from error


class SharedGradients:
    """Gradients of this process's part of the batch, added up over all processes; see `engine.Engine`."""

    def __init__(self, own: Engine, flat_gradients: Tensor) -> None:
        self._own = own
        self._flat_gradients = flat_gradients
        self._dimensions = 0  # of the KL, as the last part had it; a part may be empty

    @property
    def precision(self) -> str:
        return self._own.precision

    def losses(self, batch: Batch, weight: float) -> StepLosses:
        """Of the whole batch, in each process."""
        return self._own.losses(batch, weight)

    def __call__(self, batch: Batch, weight: float) -> StepLosses:
        part = _part_of(batch, dist.get_rank(), dist.get_world_size())
        figures = self._work(part, weight)
        # Means over parts of different sizes: each counts as much as it has images.
        share = len(part.target) / len(batch.target)
        self._flat_gradients.mul_(share)
        figures.mul_(share)
        _together(lambda: dist.all_reduce(self._flat_gradients))
        _together(lambda: dist.all_reduce(figures))
        return StepLosses(figures[0], figures[1:], weight)

    def _work(self, part: Batch, weight: float) -> Tensor:
        """Fills the gradients; returns reconstruction and KL per dimension, `(1 + latent_dim or 1,)`."""
        if not len(part.target):
            self._flat_gradients.zero_()
            return part.target.new_zeros(1 + self._dimensions)
        losses = self._own(part, weight)
        self._dimensions = len(losses.kl_per_dim)
        return torch.cat([losses.reconstruction.reshape(1), losses.kl_per_dim])


def _part_of(batch: Batch, rank: int, count: int) -> Batch:
    """The rows of one of `count` processes; the parts differ by one image at most."""
    images = len(batch.target)
    rows = slice(rank * images // count, (rank + 1) * images // count)
    labels = None if batch.labels is None else batch.labels[rows]
    return batch._replace(inputs=batch.inputs[rows], target=batch.target[rows], eps=batch.eps[rows], labels=labels)


class TeamTrainer(Trainer):
    """A Trainer in each process of a team; the first one alone has the run folder. Raises RecipeError, see `_check`."""

    def __init__(
        self, recipe: Recipe, dataset: Dataset, *, device: str = "auto", threads: int | None = None,
        run: RunFolder | None = None, event_interval: float = 0.05, if_lost: IfLost = "rescue",
    ) -> None:  # fmt: skip
        _check(recipe, dist.get_world_size())
        own_run = run if self.writes() else None
        super().__init__(
            recipe, dataset, device=device, threads=threads, run=own_run, event_interval=event_interval, if_lost=if_lost
        )

    def make_optimisation(self, recipe: Recipe, dataset: Dataset, device: torch.device) -> Optimisation:
        return Optimisation(recipe, dataset.train, device, choose_for_team(recipe, device), SharedGradients)

    def _thread_counts(self) -> list[int]:
        """No trial: a step includes the wait for the others."""
        return [self._most_threads]

    @staticmethod
    def writes() -> bool:
        return dist.get_rank() == 0

    def steps(self) -> Generator[Event]:
        """As `Trainer.steps`; every process must ask for every event, and stop at the same one."""
        _together(lambda: dist.broadcast(self.optimisation.flat.values.data, 0))
        yield from super().steps()

    def _report_is_due(self) -> bool:
        return self.step % REPORT_STEPS == 0


def _check(recipe: Recipe, processes: int) -> None:
    if not recipe.is_bound:
        whole = objective_class(recipe).looks_at_the_batch
        why = "looks at a batch as a whole" if whole else "has a term of its own beside the ELBO"
        raise RecipeError(
            f"The objective {recipe.objective} {why}, so it cannot be shared; train {recipe.name} in one process."
        )
    if recipe.precision == "bfloat16":
        raise RecipeError("Several processes multiply in float32 only; choose the precision auto or float32.")
    if recipe.batch_size < processes:
        raise RecipeError(
            f"A batch of {recipe.batch_size} images cannot be shared among {processes} processes; choose a larger one."
        )


class ProcessTeam:
    """See `teams.Team`."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.first = dist.get_rank() == 0

    def trainer_class(self) -> type[Trainer]:
        return TeamTrainer

    def in_turn(self, make: Callable[[], T]) -> T:
        made, error = _tried(make) if self.first else (None, None)
        self._tell(error)
        if not self.first:
            made, error = _tried(make)
        self._tell(None if self.first else error)
        return cast(T, made)

    def _tell(self, own: Exception | None) -> None:
        """Raises this process's own error, or one that says what another's was; Cancelled where the first has said it."""
        told: list[str] = [""] * dist.get_world_size()
        _together(lambda: dist.all_gather_object(told, _sentence_of(own)))
        if own is not None:
            raise own
        failed = next((rank for rank, sentence in enumerate(told) if sentence), None)
        if failed == 0:
            raise Cancelled
        if failed is not None:
            raise TrainingError(f"Process {failed} could not start: {told[failed]}")

    def agree(self, wish: bool) -> bool:
        wishes = torch.tensor(float(wish), device=self.device)
        _together(lambda: dist.all_reduce(wishes, op=dist.ReduceOp.MAX))
        return bool(wishes)


def _tried(make: Callable[[], T]) -> tuple[T | None, Exception | None]:
    try:
        return make(), None
    except Exception as error:
        return None, error


def _sentence_of(error: Exception | None) -> str:
    if error is None:
        return ""
    return (
        str(error) if isinstance(error, UserError) else f"the program failed there ({type(error).__name__}: {error})."
    )


@contextmanager
def joined(device: str) -> Iterator[ProcessTeam]:
    """Joins the team that the variables of torchrun describe. Raises TrainingError where that fails."""
    device = _own_device(device)
    try:
        dist.init_process_group("nccl" if device == "cuda" else "gloo", timeout=TIMEOUT)
    except (RuntimeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise TrainingError(f"The processes did not find each other ({reason}); start them with torchrun.") from error
    try:
        yield ProcessTeam(device)
    finally:
        with suppress(RuntimeError):  # the others may have gone already
            dist.destroy_process_group()


def _own_device(name: str) -> str:
    """cpu or cuda, the latter with this process's own card as the current one."""
    if name == "cpu" or (name == "auto" and not torch.cuda.is_available()):
        return "cpu"
    if name not in ("auto", "cuda") or not torch.cuda.is_available():
        raise TrainingError(f"Several processes train on cpu or cuda, not on {name}; choose one that is here.")
    number = number_in("LOCAL_RANK", 0)
    if number >= torch.cuda.device_count():
        raise TrainingError(
            f"There are {torch.cuda.device_count()} CUDA devices for more processes than that; start one for each."
        )
    torch.cuda.set_device(number)
    return "cuda"
