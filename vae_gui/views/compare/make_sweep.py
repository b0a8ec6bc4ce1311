"""How a sweep of the window begins. Called on the sweep's thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.sweeps.grid import PlannedRun

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.sweeps.plan import SweepPlan
    from vae_models.sweeps.sweep import Sweep

SPARE_CORES = 1  # for the window


def new_sweep(
    planned: Sequence[PlannedRun], dataset: "Dataset", runs_dir: Path, data_dir: Path | None, workers: int | None
) -> "Sweep":
    """The same runs again are the same sweep, which goes on. Raises RecipeError where a recipe does not suit the data."""
    from vae_models.sweeps.plan import SweepPlan

    plan = SweepPlan(tuple(planned), dataset.name, str(data_dir) if data_dir else None, value_range=dataset.value_range)
    plan = plan.fitted(dataset)
    return _sweep(runs_dir / plan.folder_name, plan, workers)


def same_sweep(folder: Path, workers: int | None) -> "Sweep":
    """An earlier sweep, to go on with. Raises RunError."""
    from vae_models.sweeps.plan import SweepPlan

    return _sweep(folder, SweepPlan.load(folder), workers)


def _sweep(folder: Path, plan: "SweepPlan", workers: int | None) -> "Sweep":
    from vae_models.sweeps.processes import Processes, default_workers
    from vae_models.sweeps.sweep import Sweep

    count = min(workers or default_workers(len(plan.runs), SPARE_CORES), len(plan.runs))
    return Sweep(folder, plan, Processes(count, SPARE_CORES))
