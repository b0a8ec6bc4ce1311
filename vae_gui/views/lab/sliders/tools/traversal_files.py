"""A model's traversals on disk: all dimensions as one picture, as an animation, or as a table."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.files.pictures import check_not_empty, scaled, side_by_side, write_gif, write_png, write_text
from vae_models.latent import traversals

FACTOR = 2  # screen pixels for each pixel of an image
FRAME_MS = 120

Images = NDArray[np.uint8]


def write_traversal_png(path: Path, images: Images) -> None:
    """images: `(latent_dim, steps, H, W)`; one row a dimension, one column a step. Raises DataError."""
    check_not_empty(images)
    write_png(path, scaled(grid_picture(images), FACTOR))


def grid_picture(images: Images) -> Images:
    """`(latent_dim, steps, H, W)` as one picture `(latent_dim * H, steps * W)`."""
    return side_by_side(images.reshape(-1, *images.shape[2:]), images.shape[1])


def write_traversal_gif(path: Path, images: Images) -> None:
    """One frame a step, all dimensions beside each other, back and forth. Raises DataError."""
    check_not_empty(images)
    columns = int(np.ceil(np.sqrt(len(images))))
    frames = np.stack([side_by_side(images[:, step], columns) for step in range(images.shape[1])])
    write_gif(path, scaled(frames, FACTOR), FRAME_MS, back_and_forth=True)


def traversal_table(z: NDArray[np.floating], values: NDArray[np.floating], images: Images) -> str:
    """CSV, one line an image: its dimension (from 1), the value set, the whole z, the pixels row by row."""
    names = [f"z{dimension + 1}" for dimension in range(len(z))]
    pixels = [f"pixel{number + 1}" for number in range(images[0, 0].size)]
    lines = [",".join(["dimension", "value", *names, *pixels])]
    codes = traversals(z, values)
    for dimension in range(len(z)):
        for step, value in enumerate(values):
            numbers = (f"{number:.6g}" for number in (value, *codes[dimension, step]))
            grey = (str(pixel) for pixel in images[dimension, step].ravel())
            lines.append(",".join([str(dimension + 1), *numbers, *grey]))
    return "\r\n".join(lines) + "\r\n"


def write_traversal_csv(path: Path, z: NDArray[np.floating], values: NDArray[np.floating], images: Images) -> None:
    """Raises DataError."""
    check_not_empty(images)
    write_text(path, traversal_table(z, values, images))
