"""Sums over an epoch's steps, kept on the device until somebody asks, so that no step waits for a number."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vae_models.training.engines.engine import StepLosses
from vae_models.training.events import Losses


@dataclass(frozen=True)
class DrainedSteps:
    """Loss parts of some steps, each `(n,)`, and the mean KL per dimension over them, nats per image."""

    loss: NDArray[np.float64]
    reconstruction: NDArray[np.float64]
    kl: NDArray[np.float64]
    kl_per_dim: NDArray[np.float64]
    images_per_s: float


def _read(tensors: list[Tensor]) -> NDArray[np.float64]:
    values: NDArray[np.float64] = torch.stack(tensors).cpu().double().numpy()
    return values


class EpochSums:
    """Adds in step order in float64, so that the sums do not depend on how often they were drained."""

    def __init__(self) -> None:
        self._pending: list[tuple[StepLosses, int]] = []
        self._clear()

    def _clear(self) -> None:
        self._loss, self._reconstruction, self._images, self._seconds = 0.0, 0.0, 0, 0.0
        self._kl_per_dim: NDArray[np.float64] = np.zeros(0)

    @property
    def pending(self) -> int:
        return len(self._pending)

    @property
    def images(self) -> int:
        """How many images have been drained since the epoch began."""
        return self._images

    def add(self, losses: StepLosses, images: int) -> None:
        self._pending.append((losses, images))

    def drain(self, seconds: float) -> DrainedSteps:
        """Reads what is pending from the device; `seconds` is the time those steps took."""
        steps, images = [step for step, _ in self._pending], [count for _, count in self._pending]
        reconstruction = _read([step.reconstruction for step in steps])
        kl_per_dim = _read([step.kl_per_dim for step in steps])
        kl = kl_per_dim.sum(1)
        loss = reconstruction + np.array([step.kl_weight for step in steps]) * kl
        penalties = [step.penalty for step in steps if step.penalty is not None]
        if penalties:
            loss = loss + _read(penalties)
        if not len(self._kl_per_dim):
            self._kl_per_dim = np.zeros(kl_per_dim.shape[1])
        for index, count in enumerate(images):
            self._loss += loss[index] * count
            self._reconstruction += reconstruction[index] * count
            self._kl_per_dim = self._kl_per_dim + kl_per_dim[index] * count
        self._images += sum(images)
        self._seconds += seconds
        self._pending.clear()
        return DrainedSteps(loss, reconstruction, kl, kl_per_dim.mean(0), sum(images) / max(seconds, 1e-9))

    def end_epoch(self) -> tuple[Losses, float, int]:
        """Means over the epoch, its training seconds and images; starts the next one."""
        kl_per_dim = tuple((self._kl_per_dim / self._images).tolist())
        means = Losses(
            float(self._loss) / self._images, float(self._reconstruction) / self._images, sum(kl_per_dim), kl_per_dim
        )
        seconds, images = self._seconds, self._images
        self._clear()
        return means, seconds, images

    def state(self) -> dict[str, Any]:
        """Plain values, ready for JSON; floats come back exactly."""
        return {
            "loss": float(self._loss), "reconstruction": float(self._reconstruction), "images": self._images,
            "seconds": self._seconds, "kl_per_dim": self._kl_per_dim.tolist(),
        }  # fmt: skip

    def load(self, state: dict[str, Any], dimensions: int) -> None:
        """What `state` gave, for codes of that many dimensions with a KL. Raises when it is anything else."""
        kl_per_dim = np.array(state["kl_per_dim"], np.float64)
        if kl_per_dim.shape not in ((0,), (dimensions,)):
            raise ValueError("the sums are of another model")
        self._loss, self._reconstruction = float(state["loss"]), float(state["reconstruction"])
        self._images, self._seconds = int(state["images"]), float(state["seconds"])
        self._kl_per_dim = kl_per_dim
