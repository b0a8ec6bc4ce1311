"""From the command line to the running window.

The window is painted before torch, pyqtgraph and the views that are out of sight are loaded; they follow behind it.
"""

import time
from pathlib import Path
from typing import Protocol

from vae_gui.torch_libraries import load_before_qt

_IMPORTED = time.monotonic()


class Options(Protocol):
    """What the command line says about the window."""

    @property
    def data_dir(self) -> Path | None: ...

    @property
    def open(self) -> Path | None: ...


def run_app(options: Options) -> int:
    """Opens the window and returns the exit code once it is closed."""
    load_before_qt()
    from vae_gui.session import Session

    return Session(options.data_dir, options.open, _IMPORTED).run()
