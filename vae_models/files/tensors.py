"""Named tensors and their description in one safetensors file: written atomically, verified when read, no pickle."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from vae_models.errors import ModelError
from vae_models.files.tensor_descriptions import (
    FORMAT,
    check_readable,
    damage_of,
    opened,
    own_description,
    parse_description,
)
from vae_models.files.writing import write_file

READS = 20  # of a file that is another one each time


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
    check_readable(path)
    with damage_of(path):
        with opened(path, "pt") as file:
            text = own_description(path, file.metadata() or {})
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
            digest = file.metadata().get("sha256")
        if digest != _digest(tensors, text):
            raise ModelError(
                f"{path} is damaged: its contents do not match their checksum; use another copy or train again."
            )
        return tensors, parse_description(text)


def _digest(tensors: Mapping[str, Tensor], text: str) -> str:
    digest = hashlib.sha256(text.encode())
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()
