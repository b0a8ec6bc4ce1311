"""Whether a path is a run, a model, data or an image, judged by its name and by what lies there.

Not for the GUI thread: a disk may take its time.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vae_gui.widgets.files.dropped_files import IMAGE_SUFFIXES
from vae_models.errors import DataError
from vae_models.files.names import shortened

ARRAY_SUFFIXES = frozenset({".npz", ".npy"})
DATA_SUFFIXES = ARRAY_SUFFIXES | {".gz"}


@dataclass(frozen=True)
class Seen:
    """`path` is what was asked for, `source` what is to be opened for it: the run's folder, or that of the data."""

    kind: "Kind"
    path: Path
    source: Path
    exists: bool


class Kind(Enum):
    """What can be opened."""

    RUN = "a run"
    MODEL = "a model"
    DATA = "data"
    IMAGE = "an image"
    UNKNOWN = "nothing this program knows"


def kind_of(path: Path) -> Kind:
    """A folder with a recipe is a run, any other folder is data; files tell by their names."""
    suffix = path.suffix.lower()
    if path.is_dir():
        return Kind.RUN if (path / "recipe.json").exists() else Kind.DATA
    if suffix == ".safetensors":
        return (
            Kind.RUN if path.name == "checkpoint.safetensors" and (path.parent / "recipe.json").exists() else Kind.MODEL
        )
    if suffix in IMAGE_SUFFIXES:
        return Kind.IMAGE
    if suffix in DATA_SUFFIXES or "ubyte" in path.name:
        return Kind.DATA
    return Kind.UNKNOWN


def run_folder(path: Path) -> Path:
    """The run folder that a dropped folder or its checkpoint stands for."""
    return path if path.is_dir() else path.parent


def data_source(path: Path) -> Path:
    """Where to read data from: IDX files belong together, so for one of them it is their folder."""
    return path if path.is_dir() or path.suffix.lower() in ARRAY_SUFFIXES else path.parent


def first_known(paths: Sequence[Path]) -> tuple[Kind, Path | None]:
    """The first path that can be opened."""
    for path in paths:
        kind = kind_of(path)
        if kind is not Kind.UNKNOWN:
            return kind, path
    return Kind.UNKNOWN, paths[0] if paths else None


def look(paths: Sequence[Path]) -> Seen | None:
    """The first of the paths that can be opened, else the first; None where there is none.

    Raises DataError where the system lets nobody look, as into a folder without access, or at a name too long to be one.
    """
    try:
        return _look(paths)
    except OSError as error:
        where = shortened(os.fsdecode(error.filename or paths[0]), 200)
        raise DataError(
            f"{where} cannot be opened ({error.strerror}); give access to it, or choose another."
        ) from error


def _look(paths: Sequence[Path]) -> Seen | None:
    kind, path = first_known(paths)
    if path is None:
        return None
    sources = {Kind.RUN: run_folder, Kind.DATA: data_source}
    source = sources[kind](path) if kind in sources else path
    return Seen(kind, path, source, path.exists())
