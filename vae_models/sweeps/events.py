"""What a sweep reports while it runs, and what goes between it and its workers; plain values, without torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from vae_models.recipe.named import Recipe
from vae_models.runs.epochs import EpochDone, Losses

Kind = Literal["finished", "stopped", "failed"]


@dataclass(frozen=True)
class RunTask:
    """Everything a worker needs to train one run, or to go on with it."""

    path: Path
    recipe: Recipe
    dataset: str
    data_dir: str | None
    invert: bool | None
    value_range: str
    device: str
    threads: int


@dataclass(frozen=True)
class RunEnded:
    """One run of the sweep is over for now; `sentence` says why where it failed.

    `losses` are the last epoch's on the validation images, `seconds` the whole run's.
    """

    name: str
    kind: Kind
    losses: Losses | None = None
    seconds: float = 0.0
    sentence: str = ""

    @classmethod
    def finished(cls, name: str, epochs: Sequence[EpochDone]) -> Self:
        return cls(name, "finished", epochs[-1].val if epochs else None, sum(epoch.seconds for epoch in epochs))


@dataclass(frozen=True)
class RunAdvanced:
    """How far one run is: `step` of `total_steps`."""

    name: str
    step: int
    total_steps: int


@dataclass(frozen=True)
class SweepProgress:
    """How far the whole sweep is: `share` in [0, 1]; `seconds_left` is None until it can be told."""

    done: int
    failed: int
    runs: int
    running: tuple[str, ...]
    share: float
    seconds_left: float | None


Message = RunAdvanced | RunEnded
SweepEvent = SweepProgress | RunEnded
