"""Small data sets in MNIST's file format."""

import gzip
import struct
from pathlib import Path

import numpy as np

from vae_models.data.load import Dataset


def idx_bytes(array: np.ndarray) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


def set_files(count: int = 40, prefix: str = "", gz: bool = False, first_label: int = 0) -> dict[str, bytes]:
    """Names and contents of the four files of a set with random images, `count` of them for training."""
    random = np.random.default_rng(0)
    files = {}
    for stem, number in ((f"{prefix}train", count), (f"{prefix}test" if prefix else "t10k", 10)):
        images = random.integers(0, 256, (number, 28, 28), np.uint8)
        files[f"{stem}-images-idx3-ubyte"] = idx_bytes(images)
        files[f"{stem}-labels-idx1-ubyte"] = idx_bytes(np.arange(number) % 10 + first_label)
    return {f"{name}.gz": gzip.compress(content) for name, content in files.items()} if gz else files


def write_set(folder: Path, count: int = 40, prefix: str = "", gz: bool = False, first_label: int = 0) -> np.ndarray:
    """Puts the four files into the folder; returns the training images `(count, 28, 28)`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in set_files(count, prefix, gz, first_label).items():
        (folder / name).write_bytes(content)
    plain = set_files(count, prefix, first_label=first_label)[f"{prefix}train-images-idx3-ubyte"]
    return np.frombuffer(plain, np.uint8, offset=16).reshape(count, 28, 28)


def write_digits(folder: Path, digits: Dataset, count: int) -> Path:
    """The first digits of a labelled data set, for training and, the same again, for testing."""
    labels = digits.train.labels
    assert labels is not None
    for stem in ("train", "t10k"):
        (folder / f"{stem}-images-idx3-ubyte").write_bytes(idx_bytes(digits.train.images[:count, 0].numpy()))
        (folder / f"{stem}-labels-idx1-ubyte").write_bytes(idx_bytes(labels[:count].numpy()))
    return folder
