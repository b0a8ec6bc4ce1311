"""Whether this process trains alone or is one of several that torchrun started. Loads torch only for the latter."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from vae_models.training.torchrun import number_in

T = TypeVar("T")

if TYPE_CHECKING:
    from vae_models.training.trainer import Trainer


class Team(Protocol):
    """What the processes of one training do together. Only the `first` writes files and speaks."""

    first: bool
    device: str

    def trainer_class(self) -> "type[Trainer]":
        """The Trainer that shares its batches among the team."""

    def in_turn(self, make: Callable[[], T]) -> T:
        """What `make` returns; the first process makes it before the others do. Raises Cancelled where the first could not."""

    def agree(self, wish: bool) -> bool:
        """Whether any process wishes it; all must ask at the same step."""


class Alone:
    """One process: nothing to share, nobody to ask."""

    first = True

    def __init__(self, device: str) -> None:
        self.device = device

    def trainer_class(self) -> "type[Trainer]":
        from vae_models.training.trainer import Trainer

        return Trainer

    def in_turn(self, make: Callable[[], T]) -> T:
        return make()

    def agree(self, wish: bool) -> bool:
        return wish


@contextmanager
def join(device: str) -> Iterator[Team]:
    """The team that torchrun's variables describe; leaves it at the end. Raises TrainingError where it cannot be joined."""
    if number_in("WORLD_SIZE", 1) < 2:
        yield Alone(device)
        return
    from vae_models.training.distributed import joined

    with joined(device) as team:
        yield team
