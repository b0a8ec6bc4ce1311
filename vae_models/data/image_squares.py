"""Fitting a greyscale image of any shape into a small square."""

from collections.abc import Sequence
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]
Numbers = TypeVar("Numbers", bound=NDArray[np.uint8] | NDArray[np.float32])


def scale_to_fit(image: Numbers, size: int) -> Numbers:
    """image: `(H, W)` uint8 or float32. Returns it with the aspect kept and the longer side `size`; one that has it is not touched."""
    if max(image.shape) == size:
        return image
    height, width = _fitted_shape(image.shape, size)
    return cast(Numbers, np.array(Image.fromarray(image).resize((width, height), Image.Resampling.LANCZOS)))


def _fitted_shape(shape: Sequence[int], size: int) -> tuple[int, ...]:
    return tuple(max(1, round(side * size / max(shape))) for side in shape)


def fit_notes(shapes: Sequence[Sequence[int]], size: int, turned: bool) -> tuple[str, ...]:
    """What was done to fit images of the shapes `(H, W)` into squares, and whether they were `turned`: a sentence each."""
    count = len(shapes)
    scaled = sum(max(shape) != size for shape in shapes)
    filled = sum(_fitted_shape(shape, size) != (size, size) for shape in shapes)
    found = (
        (turned, f"Inverted, from dark on light to light on dark: all {count:,} images."),
        (scaled, f"Scaled to {size} pixels on the longer side: {scaled:,} of {count:,} images."),
        (filled, f"Padded with black to a square: {filled:,} of {count:,} images."),
    )
    return tuple(sentence for happened, sentence in found if happened)


def on_black(square: Grey, image: Grey) -> None:
    """Writes the image into the middle of a black square."""
    top, left = ((side - part) // 2 for side, part in zip(square.shape, image.shape, strict=True))
    square[top : top + image.shape[0], left : left + image.shape[1]] = image


def has_light_background(image: Grey) -> bool:
    """Whether the border is brighter than middle grey, as on scanned paper."""
    border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    return bool(np.median(border) > 127)


def ought_to_turn(images: Sequence[Grey] | Grey, at_most: int = 500) -> bool:
    """Whether more than half of the images, or of a sample spread over them, have a light background.

    One set has one kind of paper, and a bright thing that touches the border must not be turned alone.
    """
    sample = images[:: max(1, len(images) // at_most)]
    return sum(map(has_light_background, sample)) * 2 > len(sample)


def fit_to_square(image: Grey, size: int, invert: bool | None = None) -> Grey:
    """`(size, size)` uint8 with the aspect kept and black around it. `invert` None turns light backgrounds dark."""
    small = scale_to_fit(image, size)
    return fit_all([small], size, has_light_background(small) if invert is None else invert)[0]


def fit_all(images: Sequence[Grey] | Grey, size: int, turn: bool) -> Grey:
    """`(n, size, size)` uint8, with the aspect kept and black around it; all of them turned, or none."""
    squares = np.zeros((len(images), size, size), np.uint8)
    for square, image in zip(squares, images, strict=True):
        small = scale_to_fit(image, size)
        on_black(square, 255 - small if turn else small)
    return squares
