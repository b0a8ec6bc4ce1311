"""torch's shared libraries, loaded by hand before Python imports torch. Knows neither Qt nor torch."""

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path


def library_folder() -> Path | None:
    """Where torch keeps its shared libraries, found without importing it."""
    spec = find_spec("torch")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return Path(folders[0]) / "lib" if folders else None


def load_before_qt() -> None:
    """On Windows torch's c10.dll may fail to load once Qt is there, so it comes first; nothing to do elsewhere."""
    folder = library_folder() if sys.platform == "win32" else None
    if sys.platform == "win32" and folder is not None and folder.exists():
        os.add_dll_directory(str(folder))
        _load(folder / "c10.dll")


def load_ahead() -> None:
    """The slow part of importing torch is loading these; done this way the interpreter stays free for the window."""
    folder = library_folder()
    if folder is not None and sys.platform != "win32":
        suffix = ".dylib" if sys.platform == "darwin" else ".so"
        for name in ("libtorch_cpu", "libtorch_python"):
            _load(folder / f"{name}{suffix}")


def _load(library: Path) -> None:
    try:
        ctypes.CDLL(str(library))
    except OSError:
        return  # importing torch will say what is wrong, if anything is
