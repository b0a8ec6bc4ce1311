"""The program as `main.py` starts it, in this process."""

from collections.abc import Sequence

from vae_gui.startup import launcher
from vae_models.cli import start


def run(arguments: Sequence[str]) -> int:
    """The exit code."""
    return start.main(arguments, window=launcher.main)
