"""What a file of tensors says of itself, read without the tensors, and without torch."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from safetensors import safe_open

from vae_models.errors import ModelError
from vae_models.files.reading import MIB, damage_as, parse_json

FORMAT = "latent-explorer-1"
MAX_BYTES = 4096 * MIB  # a checkpoint holds the largest network's weights thrice, with a second network beside it


def read_description(path: Path) -> dict[str, Any]:
    """The description that `write_tensors` wrote. Raises ModelError."""
    check_readable(path)
    with damage_of(path), opened(path, "np") as file:
        return parse_description(own_description(path, file.metadata() or {}))


@contextmanager
def opened(path: Path, framework: str) -> "Iterator[safe_open]":
    """The file by safetensors, which knows only names of UTF-8; one of another name is opened by its number."""
    try:
        os.fsencode(path).decode()
    except UnicodeDecodeError:
        with path.open("rb") as file, safe_open(f"/dev/fd/{file.fileno()}", framework=framework) as named:
            yield named
    else:
        with safe_open(path, framework=framework) as named:
            yield named


def damage_of(path: Path) -> AbstractContextManager[None]:
    """Whatever is wrong with the file's contents is a ModelError."""
    return damage_as(ModelError, f"{path} is damaged or no model file; use another copy or train again.")


def check_readable(path: Path) -> None:
    """What is missing, locked away, no plain file or beyond all size is told apart from what is damaged. Raises ModelError."""
    try:
        if not path.is_file():
            raise ModelError(
                f"There is no model file at {path}; choose a run folder or a .safetensors file of this program."
            )
        if path.stat().st_size > MAX_BYTES:
            raise ModelError(f"{path} is larger than any model of this program; choose another file.")
        path.open("rb").close()
    except OSError as error:
        raise ModelError(
            f"{path} could not be read ({error.strerror}); give access to it, or choose another."
        ) from error


def own_description(path: Path, metadata: Mapping[str, str]) -> str:
    """The description's text. Raises ModelError for a file of another program."""
    if metadata.get("format") != FORMAT or "description" not in metadata:
        raise ModelError(f"{path} was not written by this program; choose a run folder or a model file saved here.")
    return metadata["description"]


def parse_description(text: str) -> dict[str, Any]:
    """Raises ValueError, among others: see `damage_of`."""
    description = parse_json(text)
    if not isinstance(description, dict):
        raise ValueError("a description is a table of names and values")
    return description
