"""Paths as they are typed: what cannot be one is refused before anything is done, and names of shipped models stand for files."""

import argparse
import os
from pathlib import Path

from vae_models.data.catalogue import DATASETS
from vae_models.errors import RunError
from vae_models.files.names import quoted


def source_argument(text: str) -> str:
    """The name of a data set, or a path to one."""
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is neither a name nor a path")
    return text


def path_argument(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is no path")
    return Path(text)


def absolute(path: Path) -> Path:
    """The same from any folder; unlike `Path.resolve` it raises nothing for links that go in a circle."""
    return Path(os.path.realpath(path))


def portable(source: str) -> str:
    """A data set as a run keeps it: a name, or a path that still means the same from another folder."""
    return source if source in DATASETS else str(absolute(Path(source)))


def existing_model(path: Path) -> Path:
    """A run folder, a model file, or the file of the shipped model that is called so. Raises RunError where there is none."""
    from vae_models.files.shipped import list_shipped_models

    if path.exists():
        return path
    shipped = {model.stem: model for model in list_shipped_models()}
    if str(path) in shipped:
        return shipped[str(path)]
    raise RunError(f"There is no run or model {quoted(str(path), 200)}; the shipped models are {', '.join(shipped)}.")
