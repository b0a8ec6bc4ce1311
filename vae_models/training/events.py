"""What a Trainer reports while it runs; plain values, losses in nats per image.

The end of an epoch is reported as the record that a run folder keeps of it.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.runs.epochs import EpochDone, Losses

__all__ = ["EpochDone", "Event", "Losses", "Notice", "RunRescued", "StepsDone", "ValueChanged"]


@dataclass(frozen=True)
class StepsDone:
    """Some steps, at most 20 times a second.

    `steps`, `loss`, `reconstruction` and `kl` are `(n,)`, step numbers counted from 1 over the whole run; `kl_per_dim`
    `(latent_dim,)` is the mean over these steps, empty for autoencoders. Seconds are of training, pauses excluded.
    `learning_rate` is the one at which the last of them learnt.
    """

    steps: NDArray[np.int64]
    loss: NDArray[np.float64]
    reconstruction: NDArray[np.float64]
    kl: NDArray[np.float64]
    kl_per_dim: NDArray[np.float64]
    epoch: int
    epochs: int
    step: int
    total_steps: int
    images_per_s: float
    seconds: float
    seconds_left: float
    beta: float
    learning_rate: float


@dataclass(frozen=True)
class ValueChanged:
    """Beta or the (base) learning rate got another value before the next step."""

    step: int
    name: str
    value: float


@dataclass(frozen=True)
class Notice:
    """Something that whoever trains should know, in one sentence; the training goes on."""

    text: str


@dataclass(frozen=True)
class RunRescued(Notice):
    """The run's folder was lost; the training goes on in another one, `path`, which is whole."""

    path: Path


Event = StepsDone | EpochDone | ValueChanged | Notice
