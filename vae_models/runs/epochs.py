"""What is known of a whole epoch: one record, which a Trainer reports and a run keeps, as a row of its table and as JSON.

Out of a file each value comes with the type that it ought to have; anything else raises. What raises is of many kinds
(ValueError, TypeError, KeyError, csv.Error ...): whoever reads a file words them all alike.
"""

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Self

from vae_models.recipe.checks import MAX_EPOCHS


@dataclass(frozen=True)
class Losses:
    """Means over a split, nats per image. `loss` is what is minimised, `kl` is unweighted.

    The loss is reconstruction + weight * KL, and what the recipe's objective adds to them, if anything.
    """

    loss: float
    reconstruction: float
    kl: float
    kl_per_dim: tuple[float, ...] = ()

    @property
    def elbo(self) -> float:
        """The evidence lower bound, whatever weight the KL had in training; none where the code is a point."""
        return -(self.reconstruction + self.kl)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From the plain values of its fields."""
        kl_per_dim = tuple(float(kl) for kl in values["kl_per_dim"])
        return cls(float(values["loss"]), float(values["reconstruction"]), float(values["kl"]), kl_per_dim)


@dataclass(frozen=True)
class EpochDone:
    """A whole epoch: the running means over its training steps, and the validation after it.

    `step` counts over the whole run. `learning_rate` is the one in force at the epoch's end, `base_learning_rate` what that
    is where no cooldown lowers it.
    """

    epoch: int
    step: int
    train: Losses
    val: Losses
    seconds: float
    images_per_s: float
    beta: float
    learning_rate: float
    base_learning_rate: float

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From the plain values of its fields, as `dataclasses.asdict` and JSON give them."""
        floats = {name: float(values[name]) for name in ("seconds", "images_per_s", "beta", "learning_rate")}
        floats["base_learning_rate"] = float(
            values.get("base_learning_rate", values["learning_rate"])
        )  # older had the one
        return cls(
            int(values["epoch"]), int(values["step"]), Losses.of(values["train"]), Losses.of(values["val"]), **floats
        )

    @property
    def row(self) -> dict[str, Any]:
        """Its figures side by side, by the names of the table's columns."""
        return {name: attrgetter(where)(self) for name, where in COLUMNS.items()}


_LOSSES = {
    f"{split}_{name}": f"{split}.{name}" for split in ("train", "val") for name in ("loss", "reconstruction", "kl")
}
_PLAIN = ("seconds", "images_per_s", "beta", "learning_rate", "base_learning_rate")
COLUMNS = (
    {"epoch": "epoch", "steps": "step"} | _LOSSES | {name: name for name in _PLAIN} | {"kl_per_dim": "val.kl_per_dim"}
)


def to_table(epochs: Sequence[EpochDone]) -> str:
    """As CSV with a header; floats come back exactly."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for epoch in epochs:
        writer.writerow(epoch.row | {"kl_per_dim": " ".join(repr(kl) for kl in epoch.val.kl_per_dim)})
    return text.getvalue()


def from_table(text: str) -> list[EpochDone]:
    """What `to_table` wrote, which is all but training's KL per dimension."""
    rows = [_parsed(row) for row in itertools.islice(csv.DictReader(io.StringIO(text)), MAX_EPOCHS + 1)]
    if len(rows) > MAX_EPOCHS:
        raise ValueError("no run has so many epochs")
    return rows


def _parsed(row: Mapping[str, str]) -> EpochDone:
    values: dict[str, Any] = {"train": {"kl_per_dim": ()}, "val": {}}
    for name, where in COLUMNS.items():
        within, _, field = where.rpartition(".")
        if name in row:  # older tables lack some
            (values[within] if within else values)[field] = row[name]
    values["val"]["kl_per_dim"] = row["kl_per_dim"].split()
    return EpochDone.of(values)
