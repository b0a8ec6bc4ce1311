"""Plain values out of a checkpoint's description, each of the type that it ought to have; anything else raises.

What raises is of many kinds (ValueError, TypeError, KeyError, OverflowError): whoever reads a file words them all alike.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from vae_models.training_events import EpochDone, Losses, ValueChanged

CHANGEABLE = ("beta", "learning_rate")


def change_of(values: Sequence[Any]) -> ValueChanged:
    """From `[step, name, value]`."""
    step, name, value = values
    if name not in CHANGEABLE:
        raise ValueError("only beta and learning rate are changed by hand")
    return ValueChanged(int(step), name, float(value))


def epoch_of(row: Mapping[str, Any], epochs: int) -> EpochDone:
    """An epoch of a run that has `epochs` of them, from its row of the history."""
    floats = {name: float(row[name]) for name in ("seconds", "images_per_s", "beta", "learning_rate")}
    return EpochDone(
        int(row["epoch"]), epochs, int(row["step"]), _losses_of(row["train"]), _losses_of(row["val"]), **floats
    )


def _losses_of(values: Mapping[str, Any]) -> Losses:
    kl_per_dim = tuple(float(kl) for kl in values["kl_per_dim"])
    return Losses(float(values["loss"]), float(values["reconstruction"]), float(values["kl"]), kl_per_dim)
