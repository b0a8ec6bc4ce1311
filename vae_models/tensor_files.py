"""Named tensors and their description in one safetensors file: written atomically, verified when read, no pickle."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save
from torch import Tensor

from vae_models.errors import ModelError
from vae_models.file_reading import MIB, damage_as, parse_json
from vae_models.file_writing import write_file

FORMAT = "latent-explorer-1"
READS = 20  # of a file that is another one each time
MAX_BYTES = 4096 * MIB  # a checkpoint holds the largest network's weights thrice, with a second network beside it


def write_tensors(
    path: Path, tensors: Mapping[str, Tensor], description: dict[str, Any], *, durable: bool = True
) -> None:
    """Writes tensors and a JSON description with their SHA-256. Raises RunError when the disk refuses."""
    plain = {name: tensor.detach().contiguous().cpu() for name, tensor in tensors.items()}
    text = json.dumps(description)
    metadata = {"format": FORMAT, "description": text, "sha256": _digest(plain, text)}
    write_file(path, save(plain, metadata=metadata), durable=durable)


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The tensors and the description that `write_tensors` wrote. Raises ModelError when the file is not whole.

    A file that is replaced meanwhile is read again: safetensors opens it twice, and so may see two files.
    """
    for _ in range(READS):
        before = _stamp(path)
        try:
            return _read_tensors(path)
        except ModelError:
            if _stamp(path) == before:
                raise
    return _read_tensors(path)


def _stamp(path: Path) -> tuple[int, ...]:
    """Differs once the file is another one; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_mtime_ns, status.st_size


def _read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    _check_readable(path)
    with _damage(path):
        with safe_open(path, framework="pt") as file:
            text = _own_description(path, file.metadata() or {})
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
            digest = file.metadata().get("sha256")
        if digest != _digest(tensors, text):
            raise ModelError(
                f"{path} is damaged: its contents do not match their checksum; use another copy or train again."
            )
        return tensors, _parsed(text)


def read_description(path: Path) -> dict[str, Any]:
    """The description alone, without reading the tensors. Raises ModelError."""
    _check_readable(path)
    with _damage(path), safe_open(path, framework="pt") as file:
        return _parsed(_own_description(path, file.metadata() or {}))


def _damage(path: Path) -> AbstractContextManager[None]:
    return damage_as(ModelError, f"{path} is damaged or no model file; use another copy or train again.")


def _check_readable(path: Path) -> None:
    """What is missing, locked away, no plain file or beyond all size is told apart from what is damaged."""
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


def _own_description(path: Path, metadata: Mapping[str, str]) -> str:
    if metadata.get("format") != FORMAT or "description" not in metadata:
        raise ModelError(f"{path} was not written by this program; choose a run folder or a model file saved here.")
    return metadata["description"]


def _parsed(text: str) -> dict[str, Any]:
    description = parse_json(text)
    if not isinstance(description, dict):
        raise ValueError("a description is a table of names and values")
    return description


def _digest(tensors: Mapping[str, Tensor], text: str) -> str:
    digest = hashlib.sha256(text.encode())
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()
