"""The sub-commands: one dictionary, and errors as one sentence."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import vae_models
from vae_models.cli import (
    evaluate as cli_evaluate,
    export as cli_export,
    recipes as cli_recipes,
    sweep as cli_sweep,
    train as cli_train,
)
from vae_models.cli.output import OutputLost, end_without, own_output
from vae_models.errors import Cancelled, DataNotHere, UserError
from vae_models.files.names import quoted, shortened

LONGEST_SENTENCE = 1000


@dataclass(frozen=True)
class Subcommand:
    """`add` declares its arguments, `run` does the work and returns the exit code."""

    help: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


SUBCOMMANDS = {
    "train": Subcommand("train a recipe and write a run folder", cli_train.add_arguments, cli_train.run),
    "evaluate": Subcommand("evaluate a run or a model file", cli_evaluate.add_arguments, cli_evaluate.run),
    "export": Subcommand("export a run as ONNX or plain PyTorch", cli_export.add_arguments, cli_export.run),
    "sweep": Subcommand("train a grid of hyperparameters, one run folder each", cli_sweep.add_arguments, cli_sweep.run),
    "recipes": Subcommand("list the recipes", cli_recipes.add_arguments, cli_recipes.run),
}


class OneSentenceParser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of the whole usage."""

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:  # type: ignore[override]
        words = sys.argv[1:] if args is None else args
        empty = next((word for word in words if word.startswith("-") and word.endswith("=--")), None)
        if empty is not None:  # of which argparse makes an empty list
            self.error(f"{quoted(empty)} gives no value")
        return super().parse_known_args(words, namespace)

    def error(self, message: str) -> NoReturn:
        told = shortened(message, LONGEST_SENTENCE)
        self.exit(2, f"{told[:1].upper()}{told[1:]}; see {self.prog} --help.\n")


class Version(argparse.Action):
    """`--version`: says it and ends."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"latent-explorer {vae_models.__version__}")
        parser.exit()


def main(argv: Sequence[str]) -> int:
    """Runs one sub-command. Returns 0, 2 for what the user can mend, 130 after Ctrl+C."""
    _let_any_console_print()
    parser = OneSentenceParser(prog="latent-explorer")
    parser.add_argument("--version", action=Version)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in SUBCOMMANDS.items():
        sub = commands.add_parser(name, help=command.help, description=f"{command.help[:1].upper()}{command.help[1:]}.")
        command.add(sub)
        sub.set_defaults(run=command.run)
    options = parser.parse_args(argv)
    try:
        with own_output():
            code: int = options.run(options)
        return code
    except UserError as error:
        print(shortened(_worded(error), LONGEST_SENTENCE), file=sys.stderr)
        return 2
    except (KeyboardInterrupt, Cancelled):
        return 130
    except OutputLost as lost:
        return end_without(lost)
    except OSError as error:
        if error.filename is None:
            raise
        where = shortened(os.fsdecode(error.filename), 200)
        print(
            f"{where} cannot be used ({error.strerror}); choose another place, or give access to it.", file=sys.stderr
        )
        return 2


def _worded(error: UserError) -> str:
    """The error's sentence, with the options that mend it."""
    sentence = str(error)
    return f"{sentence.removesuffix('.')} (--download, --data-dir)." if isinstance(error, DataNotHere) else sentence


def _let_any_console_print() -> None:
    """A console that lacks a sign (→, ×) shows another in its place instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
