"""Pictures and animations on disk: PNG and GIF, written beside the target and then moved into its place."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from vae_models.errors import DataError
from vae_models.files.writing import replacing

if TYPE_CHECKING:
    from PIL import Image


def scaled(image: np.ndarray, factor: int) -> np.ndarray:
    """Each pixel as a square of `factor` x `factor`. image: `(..., H, W)`. Returns `(..., H * factor, W * factor)`."""
    return image.repeat(factor, axis=-2).repeat(factor, axis=-1)


def side_by_side(images: np.ndarray, columns: int | None = None) -> np.ndarray:
    """Images as one picture, row by row. images: `(n, H, W)`; all in one row where `columns` is None.

    Returns `(rows * H, columns * W)`; places left over are black.
    """
    count, height, width = images.shape
    columns = max(1, count if columns is None else min(columns, count))
    rows = -(-count // columns)
    sheet = np.zeros((rows * columns, height, width), dtype=images.dtype)
    sheet[:count] = images
    return sheet.reshape(rows, columns, height, width).transpose(0, 2, 1, 3).reshape(rows * height, columns * width)


def check_not_empty(images: np.ndarray) -> None:
    """Raises DataError where there is nothing to save."""
    if not images.size:
        raise DataError("There is no picture to save yet; open a model or images first.")


def write_png(path: Path, image: np.ndarray) -> None:
    """image: `(H, W)` grey or `(H, W, 3)` colours, uint8. Raises DataError when it is empty or cannot be written."""
    check_not_empty(image)
    picture = _picture(image)
    _replace(path, lambda file: picture.save(file, format="PNG"))


def write_gif(path: Path, frames: np.ndarray, frame_ms: int = 60, *, back_and_forth: bool = False) -> None:
    """An endless animation. frames: `(n, H, W)` grey or `(n, H, W, 3)` colours, uint8, n >= 1.

    GIF counts in hundredths of a second, so `frame_ms` is rounded to tens. Raises DataError when it cannot be written.
    """
    if not frames.size:
        raise DataError("There is nothing to animate yet; draw a path or train a model first.")
    shown = np.concatenate([frames, frames[-2:0:-1]]) if back_and_forth and len(frames) > 2 else frames
    first, *others = [_picture(frame) for frame in shown]
    duration = max(20, round(frame_ms / 10) * 10)
    _replace(
        path,
        lambda file: first.save(
            file,
            format="GIF",
            save_all=True,
            append_images=others,
            duration=duration,
            loop=0,
            optimize=False,
            disposal=1,
        ),
    )


def _picture(image: np.ndarray) -> "Image.Image":
    from PIL import Image

    return Image.fromarray(np.ascontiguousarray(image))


def _replace(path: Path, write: Callable[[BinaryIO], object]) -> None:
    try:
        with replacing(Path(path), durable=False) as file:
            write(file)
    except OSError as error:
        raise DataError(f"{path} could not be written ({error.strerror or error}); choose another place.") from error


def write_text(path: Path, text: str) -> None:
    """UTF-8. Raises DataError when it cannot be written."""
    _replace(path, lambda file: file.write(text.encode()))
