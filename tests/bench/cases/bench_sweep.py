"""A sweep with more and more workers: seconds for the same runs, and how many times faster than one at a time."""

import os
import tempfile
import time
from pathlib import Path

from tests.bench.stage.figures import Figure, Figures
from vae_models import get_recipe
from vae_models.data.load import load_dataset
from vae_models.sweeps.events import RunEnded
from vae_models.sweeps.grid import parse_axis, plan_runs
from vae_models.sweeps.plan import SweepPlan
from vae_models.sweeps.processes import Processes, threads_each
from vae_models.sweeps.sweep import Sweep

RUNS = "1,2,4,8"
EPOCHS = 6


def seconds_for(plan: SweepPlan, workers: int) -> float:
    """All of it, with the time in which processes start and load torch."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        for event in Sweep(Path(folder), plan, Processes(workers)).events():
            assert not isinstance(event, RunEnded) or event.kind == "finished"
        return time.perf_counter() - began


def main() -> Figures:
    recipe = get_recipe("vae-wide").replace(epochs=EPOCHS)
    plan = SweepPlan(plan_runs([recipe], [parse_axis(f"beta={RUNS}")]), "digits").fitted(load_dataset("digits"))
    print(f"{len(plan.runs)} runs of {recipe.name}, {EPOCHS} epochs of 9,000 digits, {os.cpu_count()} cores")
    one = 0.0
    workers = 1
    while workers <= min(len(plan.runs), os.cpu_count() or 1):
        whole = seconds_for(plan, workers)
        one = one or whole
        note = f"threads of each: {threads_each(workers)}, {whole:.1f} s"
        yield Figure(f"speed of {workers} workers / 1 worker", one / whole, "times", note=note)
        workers *= 2
