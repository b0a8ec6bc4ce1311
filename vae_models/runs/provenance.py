"""What a run was trained with: versions, machine, number formats, and a fingerprint of the data. Loads no torch."""

import dataclasses
import hashlib
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import vae_models

if TYPE_CHECKING:
    from vae_models.data.load import Dataset, Split

MAX_TEXT = 200


@dataclass(frozen=True)
class Provenance:
    """`threads` is the most that a step could take, `precision` that of the matrix products, whatever the recipe left open;
    the last two are SHA-256 of the images."""

    program: str
    torch: str
    python: str
    system: str
    device: str
    threads: int
    precision: str
    training_images: int
    validation_images: int
    training_data: str
    validation_data: str

    @property
    def summary(self) -> str:
        """One line of plain text."""
        return (
            f"Latent Explorer {self.program}, torch {self.torch}, Python {self.python}, {self.system}; {self.device}, "
            f"{'1 thread' if self.threads == 1 else f'up to {self.threads} threads'}, {self.precision}; {self.training_images:,} "
            f"images to train and {self.validation_images:,} to validate, SHA-256 {self.training_data[:12]} and "
            f"{self.validation_data[:12]}"
        )


def provenance_here(dataset: "Dataset", device: str, precision: str, threads: int) -> Provenance:
    """Of a training in this process. Reads all images once: a tenth of a second for 60,000 of 28x28."""
    import torch

    return Provenance(
        program=vae_models.__version__, torch=torch.__version__, python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}", device=device, threads=threads,
        precision=precision, training_images=len(dataset.train.images), validation_images=len(dataset.val.images),
        training_data=fingerprint(dataset.train), validation_data=fingerprint(dataset.val),
    )  # fmt: skip


def fingerprint(split: "Split") -> str:
    """SHA-256 of shape, pixels and labels: equal for equal images in equal order."""
    digest = hashlib.sha256(repr(tuple(split.images.shape)).encode())
    digest.update(split.images.contiguous().numpy().data)
    if split.labels is not None:
        digest.update(split.labels.contiguous().numpy().data)
    return digest.hexdigest()


def _is_plain(value: object, kind: object) -> bool:
    """It is shown on a terminal, which obeys what does not print."""
    if kind is int:
        return isinstance(value, int)
    return isinstance(value, str) and value.isprintable() and len(value) <= MAX_TEXT


def provenances_of(values: Sequence[Mapping[str, Any]]) -> list[Provenance]:
    """From a run's file; raises ValueError or TypeError for what the program did not write."""
    fields = dataclasses.fields(Provenance)
    found = [Provenance(**{field.name: each[field.name] for field in fields}) for each in values]
    for each in found:
        if not all(_is_plain(getattr(each, field.name), field.type) for field in fields):
            raise ValueError("a run's provenance is of short texts and whole numbers")
    return found
