"""What a sweep reports while it runs, and what goes between it and its workers; plain values, without torch."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vae_models.recipe.named import Recipe

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
class RunFigures:
    """Of the last epoch, on the validation images: losses in nats per image, the KL unweighted; seconds of the whole run."""

    loss: float
    reconstruction: float
    kl: float
    seconds: float


@dataclass(frozen=True)
class RunEnded:
    """One run of the sweep is over for now; `sentence` says why where it failed."""

    name: str
    kind: Kind
    figures: RunFigures | None = None
    sentence: str = ""


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
