"""`sweep`: many runs from one command, in processes or on a Ray cluster; the same command again goes on."""

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vae_models.cli.data import add_data_arguments, tell_of
from vae_models.cli.paths import absolute, path_argument, portable
from vae_models.cli.progress import ProgressBar
from vae_models.cli.values import add_value_option
from vae_models.data.catalogue import DEFAULT_DATASET
from vae_models.data.value_ranges import AUTO, check_range
from vae_models.errors import RecipeError, RunError
from vae_models.files.user_folders import runs_folder
from vae_models.recipe.fields import FIELDS, numbers
from vae_models.recipe.named import get_recipe
from vae_models.runs.files import SWEEP_FILE
from vae_models.sweeps.events import RunEnded, SweepProgress
from vae_models.sweeps.grid import PlannedRun, parse_axis, plan_runs
from vae_models.training.interrupt import Interrupt

if TYPE_CHECKING:
    from vae_models.sweeps.plan import SweepPlan
    from vae_models.sweeps.sweep import Sweep, Workers

MAX_WORKERS = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipes", nargs="*", metavar="RECIPE", help="one or more recipes; `recipes` lists them")
    parser.add_argument(
        "--grid", action="append", default=[], metavar="NAME=V,V,...",
        help=f"values to vary; may be given several times; NAME is one of {', '.join(numbers())}",
    )  # fmt: skip
    parser.add_argument(
        "--seeds", type=int, default=1, metavar="N", help="train everything N times with different seeds"
    )
    add_value_option(parser, FIELDS["epochs"], "epochs of every run")
    add_data_arguments(parser, "a path to your own images")
    parser.add_argument("--invert", action=argparse.BooleanOptionalAction, help="your own images: swap dark and light")
    parser.add_argument("--workers", type=int, metavar="N", help="how many runs train in parallel")
    parser.add_argument("--device", default="auto", metavar="auto|cpu|cuda|mps")
    parser.add_argument("--ray", metavar="ADDRESS", help='a Ray cluster\'s address, "auto" or "local"')
    parser.add_argument(
        "--out",
        type=path_argument,
        metavar="DIR",
        help="where the run folders go; without a recipe, the sweep to resume",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per run")


def run(options: argparse.Namespace) -> int:
    from vae_models.training.devices import check_device_name

    planned = _planned(options)
    if options.workers is not None and not 1 <= options.workers <= MAX_WORKERS:
        raise RecipeError(f"The number of workers is a whole number from 1 to {MAX_WORKERS}, not {options.workers}.")
    check_device_name(options.device)
    plan = _plan(options, planned)
    folder = absolute(options.out or runs_folder() / plan.folder_name)

    from vae_models.sweeps.sweep import Sweep

    workers = _workers(options, len(plan.runs))
    return _train(Sweep(folder, plan, workers, device=options.device), options.json)


def _planned(options: argparse.Namespace) -> tuple[PlannedRun, ...]:
    """What is asked for, before any data is loaded; empty where an earlier sweep is to go on."""
    if not options.recipes:
        if options.out is None or not (options.out / SWEEP_FILE).exists():
            raise RecipeError("Name a recipe to train, or give the folder of a sweep to resume as --out.")
        if options.grid or options.epochs is not None or options.seeds != 1 or options.dataset is not None:
            raise RunError("A resumed sweep keeps its values: name its recipe again, or leave all values out.")
        return ()
    recipes = [get_recipe(name) for name in options.recipes]
    if options.epochs is not None:
        recipes = [recipe.replace(epochs=options.epochs) for recipe in recipes]
    return plan_runs(recipes, [parse_axis(text) for text in options.grid], options.seeds)


def _plan(options: argparse.Namespace, planned: tuple[PlannedRun, ...]) -> "SweepPlan":
    """The whole plan, checked against the data."""
    from vae_models.data.load import load_dataset
    from vae_models.sweeps.plan import SweepPlan
    from vae_models.training.fit import smaller_batch

    if planned:
        source = options.dataset or DEFAULT_DATASET
        data_dir = str(absolute(options.data_dir)) if options.data_dir else None
        plan = SweepPlan(planned, portable(source), data_dir, options.invert, check_range(options.range or AUTO))
    else:
        plan = SweepPlan.load(options.out)
    with ProgressBar() as bar:
        dataset = load_dataset(
            plan.dataset, data_dir=Path(plan.data_dir) if plan.data_dir else None, download=options.download,
            invert=plan.invert, value_range=plan.value_range, progress=bar.show_download,
        )  # fmt: skip
    tell_of(dataset)
    fitted = plan.fitted(dataset)
    pairs = zip(plan.runs, fitted.runs, strict=True)
    for sentence in dict.fromkeys(smaller_batch(asked.recipe, run.recipe) for asked, run in pairs):
        if sentence:
            print(sentence, file=sys.stderr)
    return fitted


def _workers(options: argparse.Namespace, runs: int) -> "Workers":
    if options.ray is not None:
        from vae_models.sweeps.ray_tasks import RayTasks

        return RayTasks(options.ray, options.workers)

    from vae_models.sweeps.processes import Processes, default_workers

    return Processes(min(options.workers or default_workers(runs), runs))


def _train(sweep: "Sweep", as_json: bool) -> int:
    count = len(sweep.plan.runs)
    print(f"{count:,} {'run' if count == 1 else 'runs'} → {sweep.folder}", file=sys.stderr)
    # Closing the events saves, also when they are left because nobody reads the lines any more.
    with Interrupt() as interrupt, ProgressBar() as bar, closing(sweep.events()) as events:
        for event in events:
            if isinstance(event, SweepProgress):
                bar.show_sweep(event)
            else:
                bar.clear()
                _tell(event, as_json)
            if interrupt.came:
                sweep.stop()
    if not as_json:
        print(_table(sweep))
    if interrupt.came and not sweep.complete:
        print("Stopped and saved; run the same command again to resume.", file=sys.stderr)
        return interrupt.exit_code
    return 2 if any(ended.kind == "failed" for ended in sweep.ended.values()) else 0


def _tell(ended: RunEnded, as_json: bool) -> None:
    if as_json:
        told: dict[str, Any] = {"run": ended.name, "outcome": ended.kind, "sentence": ended.sentence}
        if ended.losses is not None:
            told |= {f"val_{name}": getattr(ended.losses, name) for name in ("loss", "reconstruction", "kl")}
            told["seconds"] = ended.seconds
        print(json.dumps(told), flush=True)
    elif ended.kind == "failed":
        print(f"{ended.name}: {ended.sentence}", file=sys.stderr)


def _table(sweep: "Sweep") -> str:
    """Every run of the plan with its figures on the validation images, nats per image."""
    width = max(len(run.name) for run in sweep.plan.runs)
    lines = [f"{'run':<{width}} {'val loss':>10} {'reconstr.':>10} {'KL':>8} {'seconds':>8}"]
    for run in sweep.plan.runs:
        ended = sweep.ended.get(run.name)
        if ended is None or ended.losses is None:
            lines.append(f"{run.name:<{width}} {ended.kind if ended else 'not started':>10}")
        else:
            lines.append(
                f"{run.name:<{width}} {ended.losses.loss:>10.2f} {ended.losses.reconstruction:>10.2f} "
                f"{ended.losses.kl:>8.2f} {ended.seconds:>8.1f}"
            )
    return "\n".join(lines)
