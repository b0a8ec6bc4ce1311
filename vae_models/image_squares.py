"""Fitting a greyscale image of any shape into a small square."""

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]
Numbers = TypeVar("Numbers", bound=NDArray[np.uint8] | NDArray[np.float32])


def scale_to_fit(image: Numbers, size: int) -> Numbers:
    """image: `(H, W)` uint8 or float32. Returns it with the aspect kept and the longer side `size`; one that has it is not touched."""
    longest = max(image.shape)
    if longest == size:
        return image
    height, width = (max(1, round(side * size / longest)) for side in image.shape)
    return cast(Numbers, np.array(Image.fromarray(image).resize((width, height), Image.Resampling.LANCZOS)))


def on_black(square: Grey, image: Grey) -> None:
    """Writes the image into the middle of a black square."""
    top, left = ((side - part) // 2 for side, part in zip(square.shape, image.shape, strict=True))
    square[top : top + image.shape[0], left : left + image.shape[1]] = image


def has_light_background(image: Grey) -> bool:
    """Whether the border is brighter than middle grey, as on scanned paper."""
    border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    return bool(np.median(border) > 127)


def ought_to_turn(images: Sequence[Grey] | Grey, at_most: int = 500) -> bool:
    """Whether more than half of the images, or of a sample spread over them, have a light background."""
    sample = images[:: max(1, len(images) // at_most)]
    return sum(map(has_light_background, sample)) * 2 > len(sample)


def fit_to_square(image: Grey, size: int, invert: bool | None = None) -> Grey:
    """`(size, size)` uint8 with the aspect kept and black around it. `invert` None turns light backgrounds dark."""
    return fit_all([image], size, invert)[0]


def fit_all(images: Iterable[Grey], size: int, invert: bool | None = None) -> Grey:
    """`(n, size, size)` uint8, with the aspect kept and black around it.

    `invert` None turns all of them if most have a light background: one set has one kind of paper, and a bright thing
    that touches the border must not be turned alone.
    """
    small = [scale_to_fit(image, size) for image in images]
    turn = ought_to_turn(small) if invert is None else invert
    squares = np.zeros((len(small), size, size), np.uint8)
    for square, image in zip(squares, small, strict=True):
        on_black(square, 255 - image if turn else image)
    return squares
