"""What the window was asked for on the command line, and whether there is a screen for it; Qt is loaded only then."""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vae_models.cli.main import SUBCOMMANDS, OneSentenceParser, Version
from vae_models.cli.paths import path_argument
from vae_models.errors import UserError
from vae_models.files.names import quoted


@dataclass(frozen=True)
class WindowOptions:
    """What the window was started with: a data folder, a run or model to open, one of Qt's platforms."""

    data_dir: Path | None = None
    open: Path | None = None
    platform: str | None = None


def main(arguments: Sequence[str]) -> int:
    """Opens the window. Returns the exit code: 0, 2 for what the user can mend, 130 after Ctrl+C."""
    options = _parse(arguments)
    if options.platform is not None:
        os.environ["QT_QPA_PLATFORM"] = options.platform
    # Waiting threads must sleep rather than spin, or the trainer's would take the window's core. Read when torch loads.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        return _open_window(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # before the window takes care of it
        return 130


def _parse(arguments: Sequence[str]) -> WindowOptions:
    commands = "\n".join(f"  {name:<10}{command.help}" for name, command in SUBCOMMANDS.items())
    parser = OneSentenceParser(
        prog="latent-explorer",
        description="Opens the window. With one of these commands it runs without the window:\n" + commands,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "open", nargs="?", type=path_argument, metavar="RUN", help="a run folder or a model file to open"
    )
    parser.add_argument(
        "--data-dir",
        type=path_argument,
        help="a folder that already holds data sets (torchvision's layout or IDX files)",
    )
    parser.add_argument("-platform", "--platform", help="Qt's platform: xcb, wayland, offscreen, ...")
    parser.add_argument("--version", action=Version)
    given = parser.parse_args(arguments)
    if given.open is not None and not os.path.exists(given.open):
        parser.exit(
            2, f"There is no command, run or model {quoted(str(given.open), 200)}; --help lists the commands.\n"
        )
    if given.data_dir is not None and not os.path.isdir(given.data_dir):
        parser.exit(
            2,
            f"There is no folder {quoted(str(given.data_dir), 200)}; give --data-dir a folder that holds data sets.\n",
        )
    return WindowOptions(_from_anywhere(given.data_dir), _from_anywhere(given.open), given.platform)


def _from_anywhere(path: Path | None) -> Path | None:
    """The next start, which opens the same again, may be in another folder."""
    return None if path is None else path.absolute()


def _open_window(options: WindowOptions) -> int:
    from vae_gui.startup.display_check import display_problem

    problem = display_problem()
    if problem is not None:
        print(problem, file=sys.stderr)
        return 2
    from vae_gui.startup.app import run_app

    # The folder of the start may vanish, and may be on a disk that is to be unmounted.
    with contextlib.suppress(OSError, RuntimeError):
        os.chdir(Path.home())
    return run_app(options)
