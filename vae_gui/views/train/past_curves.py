"""A run's table of epochs as curves in a LossPlot: in the place of the live run, or laid over it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from vae_gui.widgets.plots.run_curves import RunCurves

if TYPE_CHECKING:
    from vae_gui.widgets.plots.loss_plot import LossPlot
    from vae_models.runs.folder import EpochMetrics, RunFolder

Triple = tuple[float, float, float]


def steps_per_epoch(metrics: "Sequence[EpochMetrics]", otherwise: float = 1.0) -> float:
    return metrics[0].steps / metrics[0].epoch if metrics else otherwise


def show_run(plot: "LossPlot", run: "RunFolder", per_epoch: float, metrics: "Sequence[EpochMetrics]") -> None:
    """Empties the plot for `run`, and draws the epochs it has."""
    plot.start_run(run.name, per_epoch, run.recipe.is_variational, per_epoch * run.recipe.epochs)
    for row in metrics:
        plot.append_epoch(row.steps, *_triples(row))


def to_curves(run: "RunFolder", metrics: "Sequence[EpochMetrics]") -> RunCurves:
    """At least one epoch as curves."""
    train, validation = zip(*(_triples(row) for row in metrics), strict=True)
    steps = np.array([row.steps for row in metrics])
    return RunCurves(run.name, steps_per_epoch(metrics), steps, np.array(train), np.array(validation))


def _triples(row: "EpochMetrics") -> tuple[Triple, Triple]:
    """Loss, reconstruction and KL of training, and of validation."""
    return (row.train_loss, row.train_reconstruction, row.train_kl), (row.val_loss, row.val_reconstruction, row.val_kl)
