"""How far a training is, as plain values: what a checkpoint's description says of it, and a row of the run's table.

Out of a description each value comes with the type that it ought to have; anything else raises. What raises is
of many kinds (ValueError, TypeError, KeyError, OverflowError): whoever reads a file words them all alike.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from vae_models.data.load import Dataset
from vae_models.recipe.recipe import Recipe
from vae_models.runs.folder import EpochMetrics
from vae_models.runs.held_out import digest_of
from vae_models.training.events import EpochDone, Losses, ValueChanged

CHANGEABLE = ("beta", "learning_rate")


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
        "history": [_to_row(done) for done in trainer.history],
    }  # fmt: skip


def to_metrics(done: EpochDone) -> EpochMetrics:
    return EpochMetrics(
        epoch=done.epoch, steps=done.step, train_loss=done.train.loss, train_reconstruction=done.train.reconstruction,
        train_kl=done.train.kl, val_loss=done.val.loss, val_reconstruction=done.val.reconstruction, val_kl=done.val.kl,
        seconds=done.seconds, images_per_s=done.images_per_s, beta=done.beta, learning_rate=done.learning_rate,
        base_learning_rate=done.base_learning_rate, kl_per_dim=done.val.kl_per_dim,
    )  # fmt: skip


def _to_row(done: EpochDone) -> dict[str, Any]:
    """Ready for JSON; floats come back exactly."""
    names = ("epoch", "step", "seconds", "images_per_s", "beta", "learning_rate", "base_learning_rate")
    losses = {"train": vars(done.train), "val": vars(done.val)}
    return {name: getattr(done, name) for name in names} | losses


def change_of(values: Sequence[Any]) -> ValueChanged:
    """From `[step, name, value]`."""
    step, name, value = values
    if name not in CHANGEABLE:
        raise ValueError("only beta and learning rate are changed by hand")
    return ValueChanged(int(step), name, float(value))


def epoch_of(row: Mapping[str, Any], epochs: int) -> EpochDone:
    """An epoch of a run that has `epochs` of them, from its row of the history."""
    floats = {name: float(row[name]) for name in ("seconds", "images_per_s", "beta", "learning_rate")}
    floats["base_learning_rate"] = float(row.get("base_learning_rate", row["learning_rate"]))  # older ones had the one
    return EpochDone(
        int(row["epoch"]), epochs, int(row["step"]), _losses_of(row["train"]), _losses_of(row["val"]), **floats
    )


def _losses_of(values: Mapping[str, Any]) -> Losses:
    kl_per_dim = tuple(float(kl) for kl in values["kl_per_dim"])
    return Losses(float(values["loss"]), float(values["reconstruction"]), float(values["kl"]), kl_per_dim)
