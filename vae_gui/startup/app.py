"""From the command line to the running window.

The window is painted before torch, pyqtgraph and the views that are out of sight are loaded; they follow behind it.
"""

import contextlib
import logging
import os
import sys
import time
from pathlib import Path
from typing import NoReturn, Protocol

from vae_gui.startup.torch_libraries import load_before_qt

_IMPORTED = time.monotonic()


class Options(Protocol):
    """What the command line says about the window."""

    @property
    def data_dir(self) -> Path | None: ...

    @property
    def open(self) -> Path | None: ...


def run_app(options: Options) -> NoReturn:
    """Opens the window and ends the process with the exit code once it is closed."""
    load_before_qt()
    from vae_gui.startup.session import Session

    _leave(Session(options.data_dir, options.open, _IMPORTED).run())


def _leave(code: int) -> NoReturn:
    """Everything is saved, and nobody waits for what a worker still computes: torch would take more than a second to take
    itself apart, and many on a busy machine, with nobody to see it."""
    logging.shutdown()
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a program without a console has none
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
