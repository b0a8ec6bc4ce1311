"""Folders of pictures as a user may have them."""

from pathlib import Path

import torch
from PIL import Image


def fill(folder: Path, shades: range, size: tuple[int, int] = (28, 28)) -> None:
    """One plain image a shade."""
    folder.mkdir(parents=True, exist_ok=True)
    for shade in shades:
        Image.new("L", size, shade).save(folder / f"{shade}.png")


def shade_of(images: torch.Tensor) -> list[int]:
    return images[:, 0, 14, 14].tolist()
