"""What a path is, judged by its looks, and who in the program can open it."""

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm"})
ARRAY_SUFFIXES = frozenset({".npz", ".npy"})
DATA_SUFFIXES = ARRAY_SUFFIXES | {".gz"}


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
