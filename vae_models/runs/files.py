"""Which files in a run folder are the program's own, and which somebody else put there."""

import contextlib
import os
from pathlib import Path

from vae_models.errors import RunError
from vae_models.files.lock import FILE as LOCK_FILE
from vae_models.files.writing import LEFT_OVERS

SWEEP_FILE = "sweep.json"
_FOLDERS = ("snapshots", "tensorboard")
_FILES = ("metrics.csv", "checkpoint.safetensors")
_PATTERNS = (
    *(f"{folder}/{LEFT_OVERS}" for folder in (".", "snapshots")),
    "snapshots/[0-9]*.safetensors", "tensorboard/events.out.tfevents.*", *_FILES,
    "recipe.json",  # it makes the folder a run: what is removed in part is removed wholly the next time
    LOCK_FILE,
)  # fmt: skip


def check_places(folder: Path) -> None:
    """Whether a run can write there all that it will. Raises RunError.

    Somebody else's run must not lead what is written, thinned out and cleared up to another folder.

    The folder itself may be its user's link, but for one in a sweep, which makes the folders of its runs itself.
    """
    own = [folder / name for name in _FOLDERS]
    if (folder.parent / SWEEP_FILE).exists():
        own.append(folder)
    for each in own:
        if each.is_symlink():
            raise RunError(f"{each} is a link to another place; remove it, or train in another folder.")
    for each in (folder / name for name in _FILES):
        if each.is_dir():
            raise RunError(
                f"{each} is a folder, and a run keeps a file of that name; move it away, or train in another folder."
            )


def seen_entries(folder: Path) -> list[str]:
    """What a folder holds, but for the hidden files of systems and ours. Raises RunError."""
    try:
        return [name for name in os.listdir(folder) if not name.startswith(".")]
    except OSError as error:
        raise RunError(f"{folder} cannot be read ({error.strerror}); choose another folder.") from error


def own_files(folder: Path) -> list[Path]:
    """In the order in which they can go."""
    return [path for pattern in _PATTERNS for path in folder.glob(pattern)]


def is_all_own(folder: Path) -> bool:
    """Whether there is nothing in the folder that somebody else put there."""
    own = {*own_files(folder), *(folder / name for name in _FOLDERS)}
    return all(path in own for path in folder.rglob("*"))


def remove_own_files(folder: Path) -> None:
    """And the folder where nothing else is in it. What cannot be removed stays."""
    for path in own_files(folder):
        with contextlib.suppress(OSError):
            path.unlink()
    for each in (*(folder / name for name in _FOLDERS), folder):
        with contextlib.suppress(OSError):
            each.rmdir()
