"""How far a training is, as plain values: what a checkpoint's description says of it.

Out of a description each value comes with the type that it ought to have; anything else raises. What raises is
of many kinds (ValueError, TypeError, KeyError, OverflowError): whoever reads a file words them all alike.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from vae_models.data.load import Dataset
from vae_models.recipe.fields import FIELDS
from vae_models.recipe.recipe import Recipe
from vae_models.runs.held_out import digest_of
from vae_models.training.events import EpochDone, ValueChanged

CHANGEABLE = tuple(name for name, field in FIELDS.items() if field.live)


class Training(Protocol):
    """What a checkpoint remembers of a training; `Trainer` is one."""

    recipe: Recipe
    dataset: Dataset
    step: int
    seconds: float
    beta: float
    learning_rate: float
    history: list[EpochDone]

    @property
    def steps_per_epoch(self) -> int: ...
    @property
    def changes(self) -> Sequence[ValueChanged]: ...


def description_of(trainer: Training, sums: dict[str, Any]) -> dict[str, Any]:
    """Ready for JSON; `sums` are those of the epoch under way."""
    return {
        "recipe": trainer.recipe.to_dict(), "step": trainer.step, "steps_per_epoch": trainer.steps_per_epoch,
        "epoch": trainer.step / trainer.steps_per_epoch, "seconds": trainer.seconds, "beta": trainer.beta,
        "learning_rate": trainer.learning_rate, "sums": sums, "images": len(trainer.dataset.train.images),
        "held_out": digest_of(trainer.dataset),
        "changes": [[change.step, change.name, change.value] for change in trainer.changes],
        "history": [asdict(done) for done in trainer.history],
    }  # fmt: skip


def change_of(values: Sequence[Any]) -> ValueChanged:
    """From `[step, name, value]`."""
    step, name, value = values
    if name not in CHANGEABLE:
        raise ValueError("only beta and learning rate are changed by hand")
    return ValueChanged(int(step), name, float(value))
