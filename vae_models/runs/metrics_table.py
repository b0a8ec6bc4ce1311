"""A run's figures, epoch by epoch, and the table that they are kept in."""

import csv
import dataclasses
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from vae_models.recipe.checks import MAX_EPOCHS


@dataclass(frozen=True)
class EpochMetrics:
    """One row of `metrics.csv`; losses in nats per image, `kl_per_dim` of the validation images.

    `learning_rate` is the one in force at the epoch's end, `base_learning_rate` what that is where no cooldown lowers it.
    """

    epoch: int
    steps: int
    train_loss: float
    train_reconstruction: float
    train_kl: float
    val_loss: float
    val_reconstruction: float
    val_kl: float
    seconds: float
    images_per_s: float
    beta: float
    learning_rate: float
    base_learning_rate: float
    kl_per_dim: tuple[float, ...] = ()


def to_table(rows: Sequence[EpochMetrics]) -> str:
    """As CSV with a header; floats come back exactly."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(field.name for field in dataclasses.fields(EpochMetrics))
    for row in rows:
        values = dataclasses.asdict(row)
        values["kl_per_dim"] = " ".join(repr(kl) for kl in row.kl_per_dim)
        writer.writerow(values.values())
    return text.getvalue()


def from_table(text: str) -> list[EpochMetrics]:
    """What `to_table` wrote; anything else raises ValueError, KeyError, TypeError or csv.Error."""
    rows = [_parse_row(row) for row in itertools.islice(csv.DictReader(io.StringIO(text)), MAX_EPOCHS + 1)]
    if len(rows) > MAX_EPOCHS:
        raise ValueError("no run has so many epochs")
    return rows


def _parse_row(row: dict[str, str]) -> EpochMetrics:
    row = {"base_learning_rate": row["learning_rate"]} | row  # older tables have the one alone
    floats = {
        field.name: float(row[field.name])
        for field in dataclasses.fields(EpochMetrics)
        if field.name not in ("epoch", "steps", "kl_per_dim")
    }
    kl_per_dim = tuple(float(kl) for kl in row["kl_per_dim"].split())
    return EpochMetrics(epoch=int(row["epoch"]), steps=int(row["steps"]), kl_per_dim=kl_per_dim, **floats)
