"""Latent Explorer: no argument opens the window, a sub-command runs without one."""

import sys
from collections.abc import Sequence

from vae_models.cli.start import main


def open_window(arguments: Sequence[str]) -> int:
    from vae_gui.startup.launcher import main as launch

    return launch(arguments)


if __name__ == "__main__":
    sys.exit(main(window=open_window))
