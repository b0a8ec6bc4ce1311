"""Runs that were killed before their first step was saved: there is nothing in them to go on with, and they do not pile up.

One that ends in any other way clears up after itself. Reads files without torch.
"""

import contextlib
from pathlib import Path

from vae_models.errors import ModelError, RunError
from vae_models.files.lock import FolderLock, may_be_held
from vae_models.files.reading import MIB, read_bounded
from vae_models.files.tensor_descriptions import read_description
from vae_models.runs.files import is_all_own, remove_own_files


def remove_unbegun(runs_dir: Path) -> None:
    """Those directly in a folder of runs; a sweep goes on with its own. Whatever cannot be read or removed stays."""
    for recipe in Path(runs_dir).glob("*/recipe.json"):
        if is_unbegun(recipe.parent):
            with contextlib.suppress(RunError, OSError), FolderLock(recipe.parent):
                if _has_no_step(recipe.parent):  # it may have got one since
                    remove_own_files(recipe.parent)


def is_unbegun(path: Path) -> bool:
    """Whether a run has no step, nobody trains it or is about to, and all that is in its folder is the program's own."""
    try:
        return not path.is_symlink() and not may_be_held(path) and _has_no_step(path) and is_all_own(path)
    except OSError:
        return False


def _has_no_step(path: Path) -> bool:
    """A damaged checkpoint, or a table with an epoch, is of a run that had begun. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        if len(read_bounded(path / "metrics.csv", MIB).splitlines()) > 1:
            return False
    checkpoint = path / "checkpoint.safetensors"
    try:
        return not checkpoint.exists() or read_description(checkpoint).get("step") == 0
    except ModelError:
        return False
