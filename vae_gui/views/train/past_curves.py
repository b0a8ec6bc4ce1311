"""A run's table of epochs as curves in a LossPlot: in the place of the live run, or laid over it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from vae_gui.widgets.plots.run_curves import RunCurves

if TYPE_CHECKING:
    from vae_gui.widgets.plots.loss_plot import LossPlot
    from vae_models.runs.epochs import EpochDone, Losses
    from vae_models.runs.folder import RunFolder


def steps_per_epoch(metrics: "Sequence[EpochDone]", otherwise: float = 1.0) -> float:
    return metrics[0].step / metrics[0].epoch if metrics else otherwise


def show_run(plot: "LossPlot", run: "RunFolder", per_epoch: float, metrics: "Sequence[EpochDone]") -> None:
    """Empties the plot for `run`, and draws the epochs it has."""
    plot.start_run(run.name, per_epoch, run.recipe.is_variational, per_epoch * run.recipe.epochs)
    for row in metrics:
        plot.append_epoch(row.step, triple(row.train), triple(row.val))


def to_curves(run: "RunFolder", metrics: "Sequence[EpochDone]") -> RunCurves:
    """At least one epoch as curves."""
    steps = np.array([row.step for row in metrics])
    train = np.array([triple(row.train) for row in metrics])
    validation = np.array([triple(row.val) for row in metrics])
    return RunCurves(run.name, steps_per_epoch(metrics), steps, train, validation)


def triple(losses: "Losses") -> tuple[float, float, float]:
    return losses.loss, losses.reconstruction, losses.kl
