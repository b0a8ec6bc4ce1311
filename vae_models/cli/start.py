"""The program as a command: a sub-command runs here; anything else opens the window, where one is installed.

It imports little at first, so that Ctrl+C while modules load ends it as at any later time.
"""

import os
import sys
from collections.abc import Callable, Sequence

Window = Callable[[Sequence[str]], int]
WINDOWS = "latent_explorer.window"  # the entry points under which a window says that it is installed


def main(argv: Sequence[str] | None = None, window: Window | None = None) -> int:
    """The exit code: 0, 2 for what the user can mend, 130 after Ctrl+C. `window` opens the window, given the arguments."""
    try:
        from vae_models.cli.main import SUBCOMMANDS, main as run_subcommand
        from vae_models.cli.output import stand_in_for_closed_streams

        arguments = list(sys.argv[1:] if argv is None else argv)
        stand_in_for_closed_streams()
        try:
            os.getcwd()
        except FileNotFoundError:  # torch's libraries would end the process with a word about themselves
            print("The current folder no longer exists; change to another one and start again.", file=sys.stderr)
            return 2
        if arguments and arguments[0] in SUBCOMMANDS:
            return run_subcommand(arguments)
        return (window or _installed_window())(arguments)
    except KeyboardInterrupt:
        return 130


def _installed_window() -> Window:
    from importlib.metadata import entry_points

    for found in entry_points(group=WINDOWS):
        opened: Window = found.load()
        return opened
    return _no_window


def _no_window(_: Sequence[str]) -> int:
    print("No window is installed here; latent-explorer train --help and its like work without one.", file=sys.stderr)
    return 2
