"""The numbers behind a loss curve: grows cheaply, thins out to what a screen can show, smooths where it is drawn."""

from copy import copy
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

PARTS = ("loss", "reconstruction", "kl")


@dataclass(frozen=True, eq=False)
class RunCurves:
    """A finished or stored run: means an epoch, in nats per image.

    `steps` is `(n,)`, the global step at each epoch's end; `train` and `validation` are `(n, 3)`: loss, reconstruction, KL.
    """

    name: str
    steps_per_epoch: float
    steps: NDArray[np.int64]
    train: Values
    validation: Values


class Series:
    """Points `(step, loss, reconstruction, kl)` in order of steps; appending costs amortised constant time."""

    def __init__(self) -> None:
        self._steps = np.zeros(64)
        self._values = np.zeros((64, 3))
        self._sums = np.zeros((65, 3))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def steps(self) -> Values:
        return self._steps[: self._count]

    def values(self, part: int) -> Values:
        return self._values[: self._count, part]

    def append(self, steps: ArrayLike, values: ArrayLike) -> None:
        """`steps` `(n,)` and `values` `(n, 3)`; points that are not finite are left out, there is nothing to draw for them."""
        points = np.asarray(values, dtype=np.float64).reshape(-1, 3)
        finite = np.isfinite(points).all(axis=1)
        points, positions = points[finite], np.asarray(steps, dtype=np.float64).reshape(-1)[finite]
        end = self._count + len(points)
        if end > len(self._steps):
            self._grow(max(end, 2 * len(self._steps)))
        self._steps[self._count : end] = positions
        self._values[self._count : end] = points
        self._sums[self._count + 1 : end + 1] = self._sums[self._count] + np.cumsum(points, axis=0)
        self._count = end

    def _grow(self, size: int) -> None:
        self._steps = np.resize(self._steps, size)
        self._values = np.resize(self._values, (size, 3))
        sums = np.zeros((size + 1, 3))
        sums[: self._count + 1] = self._sums[: self._count + 1]
        self._sums = sums

    def smooth_at(self, indices: NDArray[np.int64], part: int, window: int) -> Values:
        """Means over the points of the last `window` steps up to each index; points further apart stay as they are."""
        first = np.searchsorted(self.steps, self.steps[indices] - max(1, window), side="right")
        return (self._sums[indices + 1, part] - self._sums[first, part]) / (indices + 1 - first)

    def thin(self, part: int, lowest: float, highest: float, pixels: int, window: int = 1) -> tuple[Values, Values]:
        """Steps and values that look the same as all points between two steps on `pixels` columns of a screen.

        Unsmoothed, each column keeps its least and its greatest value; smoothed, one mean a column is enough.
        """
        start = max(0, int(np.searchsorted(self.steps, lowest)) - 1)
        stop = min(self._count, int(np.searchsorted(self.steps, highest, side="right")) + 1)
        indices = np.arange(start, stop)
        if window > 1:
            # Every second column: thick smooth lines are the costliest to paint.
            stride = max(1, 2 * (stop - start) // max(1, pixels))
            strided = indices[::stride]
            indices = np.append(strided, indices[-1]) if len(strided) and strided[-1] != indices[-1] else strided
            return self.steps[indices], self.smooth_at(indices, part, window)
        if len(indices) > 2 * pixels:
            return self._extremes(part, start, stop, pixels)
        return self.steps[start:stop], self.values(part)[start:stop]

    def _extremes(self, part: int, start: int, stop: int, pixels: int) -> tuple[Values, Values]:
        # Columns are counted from point 0, not from the first visible one, so that a growing curve does not shimmer.
        size = -(-(stop - start) // pixels)
        edges = np.maximum(np.arange(start // size * size, stop, size), start)
        values = self.values(part)[start:stop]
        low = np.minimum.reduceat(values, edges - start)
        high = np.maximum.reduceat(values, edges - start)
        return np.repeat(self.steps[edges], 2), np.column_stack([low, high]).ravel()

    def nearest(self, step: float) -> int:
        """The index of the point nearest to a step; -1 where there is none."""
        if not self._count:
            return -1
        right = min(int(np.searchsorted(self.steps, step)), self._count - 1)
        left = max(right - 1, 0)
        return left if abs(self.steps[left] - step) <= abs(self.steps[right] - step) else right


@dataclass
class RunSeries:
    """What is drawn for one run; `planned_steps` is how long it will be, 0 where that is not known."""

    name: str = ""
    steps_per_epoch: float = 1.0
    has_kl: bool = True
    planned_steps: float = 0.0
    train: Series = field(default_factory=Series)
    validation: Series = field(default_factory=Series)

    @classmethod
    def of(cls, curves: RunCurves) -> "RunSeries":
        has_kl = bool(np.any(curves.train[:, 2] > 0))
        run = cls(curves.name, max(1.0, curves.steps_per_epoch), has_kl, float(curves.steps[-1]))
        run.train.append(curves.steps, curves.train)
        run.validation.append(curves.steps, curves.validation)
        return run

    def as_it_is(self) -> "RunSeries":
        """The points there are now: what is appended later is not among them. Costs nothing, the numbers are shared."""
        return replace(self, train=copy(self.train), validation=copy(self.validation))

    @property
    def last_step(self) -> float:
        return max((float(series.steps[-1]) for series in (self.train, self.validation) if len(series)), default=0.0)


def curves_csv(runs: list[RunSeries]) -> str:
    """Every point of every run, unsmoothed: run, split, step, epoch, loss, reconstruction, kl (nats per image)."""
    lines = ["run,split,step,epoch,loss,reconstruction,kl"]
    for run in runs:
        name = '"' + run.name.replace('"', '""') + '"'
        for split, series in (("train", run.train), ("validation", run.validation)):
            for index, step in enumerate(series.steps):
                numbers = ",".join(f"{series.values(part)[index]:.6f}" for part in range(3))
                lines.append(f"{name},{split},{step:.0f},{step / run.steps_per_epoch:.5f},{numbers}")
    return "\n".join(lines) + "\n"
