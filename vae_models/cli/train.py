"""`train`: a recipe trained without a window, its progress on a terminal or as JSON lines."""

import argparse
import json
import shlex
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.cli.data import add_data_arguments, tell_of
from vae_models.cli.paths import absolute, path_argument, portable
from vae_models.cli.progress import ProgressBar
from vae_models.cli.values import add_value_options, values_asked
from vae_models.data.catalogue import DEFAULT_DATASET
from vae_models.data.value_ranges import AUTO
from vae_models.errors import RecipeError, RunError
from vae_models.files.user_folders import runs_folder
from vae_models.recipe.fields import FIELDS, check_used
from vae_models.recipe.named import Recipe, get_recipe
from vae_models.training.interrupt import Interrupt
from vae_models.training.teams import Team, join
from vae_models.training.tensorboard import check_tensorboard, recorded_steps

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.runs.folder import RunFolder
    from vae_models.training.events import EpochDone, Event
    from vae_models.training.trainer import Trainer

# The table has these too; the JSON line of an epoch goes without.
UNTOLD = ("beta", "learning_rate", "base_learning_rate", "kl_per_dim")
# Far more than help; very many more end the process where the system grants no further thread.
MAX_THREADS = 256


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recipe", nargs="?", metavar="RECIPE", help="a recipe; `recipes` lists them")
    add_data_arguments(parser, "a path to your own images")
    parser.add_argument("--invert", action=argparse.BooleanOptionalAction, help="your own images: swap dark and light")
    add_value_options(parser)
    parser.add_argument(
        "--threads", type=int, metavar="N", help="CPU threads; by default as many as are quickest, which is tried out"
    )
    parser.add_argument("--device", default="auto", metavar="auto|cpu|cuda|mps")
    parser.add_argument("--out", type=path_argument, metavar="RUN_DIR", help="the run folder to create")
    parser.add_argument("--resume", type=path_argument, metavar="RUN_DIR", help="resume this run")
    parser.add_argument(
        "--if-lost", choices=("rescue", "stop"), default="rescue",
        help="what to do if the run folder vanishes during training: continue in a new one (rescue), or stop",
    )  # fmt: skip
    parser.add_argument("--tensorboard", action="store_true", help="also write TensorBoard files into the run folder")
    parser.add_argument("--json", action="store_true", help="print one JSON object per epoch")


def run(options: argparse.Namespace) -> int:
    recipe = None if options.resume else _recipe(options)
    if options.threads is not None and not 1 <= options.threads <= MAX_THREADS:
        raise RecipeError(f"The number of threads is a whole number from 1 to {MAX_THREADS}, not {options.threads}.")
    if options.tensorboard:
        check_tensorboard()
    with join(options.device) as team:
        trainer = team.in_turn(lambda: _resume(options, team) if recipe is None else _start(options, recipe, team))
        return _train(trainer, options, team)


def _recipe(options: argparse.Namespace) -> Recipe:
    if options.recipe is None:
        raise RecipeError("Name a recipe to train, or a run to --resume; `recipes` lists the recipes.")
    asked = values_asked(options)
    recipe = get_recipe(options.recipe).replace(**{name: asked[name] for name in asked if not FIELDS[name].fitted})
    for name in asked:
        check_used(recipe, name, f"leave out {FIELDS[name].flag}")
    return recipe


def _start(options: argparse.Namespace, recipe: Recipe, team: Team) -> "Trainer":
    from vae_models.runs.folder import RunFolder
    from vae_models.runs.listing import new_run_path

    dataset = _load(options, options.dataset or DEFAULT_DATASET, options.data_dir)
    height, width = dataset.train.images.shape[2:]
    classes = options.classes or len(dataset.class_names)
    recipe = recipe.fitted((height, width), classes, network=options.network, hidden=options.hidden)
    trainer = team.trainer_class()(
        recipe, dataset, device=team.device, threads=options.threads, if_lost=options.if_lost
    )
    if not team.first:
        return trainer
    path = options.out or new_run_path(runs_folder(), recipe)
    data_dir = absolute(options.data_dir) if options.data_dir else None
    trainer.run = RunFolder.create(
        path, trainer.recipe, portable(dataset.name), data_dir, dataset.value_range, dataset.invert
    )
    return trainer


def _resume(options: argparse.Namespace, team: Team) -> "Trainer":
    from vae_models.runs.folder import RunFolder

    run = RunFolder.open(options.resume)
    if options.recipe is not None and options.recipe != run.recipe.name:
        raise RunError(
            f"{options.resume} is a run of {run.recipe.name}, not of {options.recipe}; leave the recipe out to resume."
        )
    fixed = {FIELDS[name].flag for name in values_asked(options)} | ({"--out"} if options.out else set())
    if others := sorted(flag.removeprefix("--") for flag in fixed - {FIELDS["epochs"].flag}):
        raise RunError(f"A resumed run keeps its values: leave out {', '.join(others)} (epochs may change).")
    done = run.progress().epoch
    if options.epochs is not None and options.epochs < done:
        raise RunError(f"{run.path} has already been trained for {done} epochs; give --epochs {done} or more.")
    stored = Path(run.data_dir) if run.data_dir else None
    dataset = _load(options, options.dataset or run.dataset, options.data_dir or stored, run.value_range, run.invert)
    trainer = team.trainer_class().resume(
        run, dataset, device=team.device, threads=options.threads, epochs=options.epochs, if_lost=options.if_lost
    )
    if trainer.finished and team.first:
        print(
            f"{run.path} is finished (epochs: {trainer.recipe.epochs}); give a larger --epochs to continue training.",
            file=sys.stderr,
        )
    return trainer


def _load(
    options: argparse.Namespace, source: str, data_dir: Path | None, value_range: str = AUTO, invert: bool | None = None
) -> "Dataset":
    """As the options say, or else as the run was read that goes on."""
    from vae_models.data.load import load_dataset

    with ProgressBar() as bar:
        dataset = load_dataset(
            source, data_dir=data_dir, download=options.download, invert=invert if options.invert is None else options.invert,
            value_range=options.range or value_range, progress=bar.show_download,
        )  # fmt: skip
    tell_of(dataset)
    return dataset


def _train(trainer: "Trainer", options: argparse.Namespace, team: Team) -> int:
    from vae_models.training.events import Notice

    if team.first:
        print(f"{trainer.recipe.name} → {_run_of(trainer).path}", file=sys.stderr)
    # Closing the iterator saves, also when it is left because nobody reads the lines any more.
    with Interrupt() as interrupt, ProgressBar() as bar, closing(_steps(trainer, options.tensorboard)) as steps:
        stopped = False
        for event in steps:
            if team.first:
                _show(event, bar, trainer.recipe.epochs, options.json)
            # Only what all processes hear of at the same step can be agreed upon.
            if not isinstance(event, Notice) and (stopped := team.agree(interrupt.came)):
                break
    for event in trainer.unreported if team.first else ():
        _show(event, bar, trainer.recipe.epochs, options.json)
    if not stopped or trainer.finished:
        return 0
    if team.first:
        again = f"train --resume {shlex.quote(str(_run_of(trainer).path))}"
        print(f"Stopped and saved at step {trainer.step}; resume with: {again}", file=sys.stderr)
    return interrupt.exit_code


def _steps(trainer: "Trainer", tensorboard: bool) -> Generator["Event"]:
    return recorded_steps(trainer) if tensorboard and trainer.run is not None else trainer.steps()


def _show(event: "Event", bar: ProgressBar, epochs: int, as_json: bool) -> None:
    from vae_models.training.events import EpochDone, Notice, StepsDone

    if isinstance(event, StepsDone):
        bar.show_steps(event)
    elif isinstance(event, Notice):
        bar.clear()
        print(event.text, file=sys.stderr)
    elif isinstance(event, EpochDone):
        bar.clear()
        print(_json_line(event) if as_json else _text_line(event, epochs), flush=True)


def _run_of(trainer: "Trainer") -> "RunFolder":
    if trainer.run is None:
        raise RunError("Training on the command line needs a run folder.")
    return trainer.run


def _json_line(event: "EpochDone") -> str:
    return json.dumps({name: value for name, value in event.row.items() if name not in UNTOLD})


def _text_line(event: "EpochDone", epochs: int) -> str:
    train, val = event.train, event.val
    return (
        f"epoch {event.epoch:>3}/{epochs}  train {train.loss:8.2f} = {train.reconstruction:.2f} + KL {train.kl:.2f}  "
        f"validation {val.loss:8.2f} = {val.reconstruction:.2f} + KL {val.kl:.2f}  {event.images_per_s:,.0f} images/s"
    )
