"""`evaluate`: every measure that suits a run or model file, as a table or as one JSON object."""

import argparse
import dataclasses
import itertools
import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from vae_models.cli.data import add_data_arguments, tell_of
from vae_models.cli.paths import existing_model, path_argument
from vae_models.cli.progress import ProgressBar
from vae_models.data.catalogue import DEFAULT_DATASET
from vae_models.data.value_ranges import AUTO
from vae_models.errors import ModelError
from vae_models.measures.catalogue import MEASURES
from vae_models.measures.kind import MeasureKind
from vae_models.measures.limits import IMPORTANCE_SAMPLES, MAX_IMPORTANCE_SAMPLES

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.measures.evaluation import Evaluation
    from vae_models.runs.folder import RunFolder
    from vae_models.runs.provenance import Provenance

WIDTH = 118


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "model", type=path_argument, metavar="RUN", help="a run folder, a model file, or a shipped model's name"
    )
    add_data_arguments(parser, "a path; by default the run's own")
    parser.add_argument(
        "--importance-samples", type=int, default=IMPORTANCE_SAMPLES, metavar="K",
        help=f"for the log-likelihood, 1 to {MAX_IMPORTANCE_SAMPLES:,}; default {IMPORTANCE_SAMPLES}",
    )  # fmt: skip
    parser.add_argument(
        "--all", action="store_true", help="use every held-out image, for the log-likelihood too: slower"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="seed of everything random")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "\n".join(
        ["What is measured, and what it needs of a model and its data:", *map(_in_short, MEASURES.values())]
    )


def _in_short(kind: MeasureKind) -> str:
    facts = [need.what for need in kind.needs] + (["takes some seconds"] if kind.slow else [])
    return f"  {kind.title}: {', '.join(facts) or 'nothing'}"


def run(options: argparse.Namespace) -> int:
    if not 1 <= options.importance_samples <= MAX_IMPORTANCE_SAMPLES:
        raise ModelError(
            f"The number of importance samples is from 1 to {MAX_IMPORTANCE_SAMPLES:,}, not {options.importance_samples:,}."
        )
    if not 0 <= options.seed < 2**31:
        raise ModelError(f"The seed is from 0 to {2**31 - 1}, not {options.seed}.")
    from vae_models.data.load import load_dataset
    from vae_models.measures.evaluation import evaluate

    predictor, run = _open(options)
    source, stored, value_range, invert, trained_with = _own_data(run)
    data_dir = options.data_dir or (Path(stored) if stored and options.dataset is None else None)
    with ProgressBar() as bar:
        dataset = load_dataset(
            options.dataset or source, data_dir=data_dir, download=options.download, invert=invert,
            value_range=options.range or value_range, progress=bar.show_download,
        )  # fmt: skip
        tell_of(dataset)
        evaluation = evaluate(
            predictor, dataset, importance_samples=options.importance_samples, seed=options.seed, everything=options.all,
            report=bar.show_work,
        )  # fmt: skip
    if options.json:
        parts = [dataclasses.asdict(provenance) for provenance in trained_with]
        print(json.dumps(evaluation.to_dict() | ({"trained_with": parts} if parts else {}), indent=2))
    else:
        print("\n".join([_table(evaluation), *_trained_with(trained_with)]))
    return 0


def _open(options: argparse.Namespace) -> "tuple[Predictor, RunFolder | None]":
    """The model, and its run where it is one's."""
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder

    path = existing_model(options.model)
    if not path.is_dir():
        return Predictor.load(path), None
    run = RunFolder.open(path)
    return run.load_predictor(), run


def _own_data(run: "RunFolder | None") -> "tuple[str, str | None, str, bool | None, list[Provenance]]":
    """What a run was trained on and with: data, their folder, how they were read, machines."""
    if run is None:
        return DEFAULT_DATASET, None, AUTO, None, []
    return run.dataset, run.data_dir, run.value_range, run.invert, run.trained_with


def _table(evaluation: "Evaluation") -> str:
    """One line a measure; its convention below, where it is not that of the line above."""
    lines = [f"{evaluation.model} ({evaluation.recipe}) on {evaluation.dataset}", ""]
    width = max(len(measure.name) for measure in evaluation.measures)
    values = max(len(str(measure)) for measure in evaluation.measures)
    for above, measure in itertools.pairwise((None, *evaluation.measures)):
        assert measure is not None
        if above is not None and above.convention != measure.convention:
            lines += _indented(above.convention)
        lines.append(f"{measure.name:<{width}}  {measure!s:>{values}}")
        lines += _indented(", ".join(f"{name} {value:.3f}" for name, value in measure.parts.items()))
    lines += _indented(evaluation.measures[-1].convention)
    for sentence in (*evaluation.sentences, *evaluation.notes):
        lines += ["", *textwrap.wrap(sentence, WIDTH)]
    return "\n".join(lines)


def _trained_with(parts: "list[Provenance]") -> list[str]:
    return [line for part in parts for line in ("", *textwrap.wrap(f"Trained with {part.summary}.", WIDTH))]


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
