"""The lower half of 16-bit colour: Pillow unpacks RGB of 48 bits to 24, but which byte of each number can be chosen."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps

# Both take one byte of two; so the mode for the other byte order takes the lower one.
_LOWER = {"16B": "16L", "16L": "16B", "16N": "16B" if sys.byteorder == "little" else "16L"}
_DEEP = {"RGB", "RGBA"}


def is_deep(image: ImageFile.ImageFile) -> bool:
    """Whether a file that is opened, but not loaded, has colours of 16 bits."""
    return image.mode in _DEEP and len(image.tile) > 0 and all(_raw_mode(tile)[1:2] for tile in image.tile)


class LowerBytes:
    """What Pillow leaves out of the pages of a file for which `is_deep` holds.

    It reads the file a second time beside the first, page after page: one that is opened anew would count all pages
    before the one that is wanted. `open_again` gives the same bytes as another stream. Call `close` at the end.
    """

    def __init__(self, open_again: Callable[[], IO[bytes]], formats: tuple[str, ...]) -> None:
        self._open_again = open_again
        self._formats = formats
        self._opened = ExitStack()
        self._image: ImageFile.ImageFile | None = None

    def of(self, page: int) -> NDArray[np.uint8]:
        """`(H, W, channels)`, turned as EXIF says."""
        image = self._image = self._image or self._open()
        image.seek(page)
        image.tile = [tile._replace(args=_with_lower(tile)) for tile in image.tile]
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return np.array(image)

    def close(self) -> None:
        self._opened.close()

    def _open(self) -> ImageFile.ImageFile:
        stream = self._opened.enter_context(self._open_again())
        return self._opened.enter_context(Image.open(stream, formats=self._formats))


def _raw_mode(tile: "ImageFile._Tile") -> list[str]:
    """For instance ["RGB", "16B"]; one part only where the numbers have 8 bits."""
    args = tile.args if isinstance(tile.args, str) else str(tile.args[0]) if tile.args else ""
    mode, _, order = args.partition(";")
    return [mode, order] if mode in _DEEP and order in _LOWER else [mode]


def _with_lower(tile: "ImageFile._Tile") -> str | tuple[object, ...]:
    mode, order = _raw_mode(tile)
    lower = f"{mode};{_LOWER[order]}"
    return lower if isinstance(tile.args, str) else (lower, *tuple(tile.args or ())[1:])
