"""What a person can do to an image to see it repaired: noise, salt and pepper, blur, a cover. numpy only."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]

BLUR_PIXELS = 3.0  # sigma of the strongest blur
COVER_GREY = 0.5  # the shade of what is hidden


@dataclass(frozen=True)
class Damage:
    """One kind of damage of one strength; the same seed does it in the same way."""

    kind: str = "none"
    strength: float = 0.5
    seed: int = 0

    def apply(self, image: Image, hidden: NDArray[np.bool_] | None = None) -> Image:
        """A damaged copy of `(H, W)` in [0, 1], with grey where it is `hidden`."""
        damaged = corrupt(image, self.kind, self.strength, np.random.default_rng(self.seed))
        return damaged if hidden is None else hide(damaged, hidden)


def corrupt(image: Image, kind: str, strength: float, generator: np.random.Generator) -> Image:
    """A damaged copy of `(H, W)` in [0, 1]. The same generator state gives the same damage.

    kind: one of KINDS. strength: from 0 (none) to 1, as `describe` says in the kind's own unit. Raises KeyError for another kind.
    """
    return np.asarray(KINDS[kind](np.asarray(image, np.float32), strength, generator), np.float32)


def describe(kind: str, strength: float, side: int = 28) -> str:
    """The strength in the kind's own unit, for an image of `side` pixels."""
    if kind == "gaussian":
        return f"sigma {strength:.2f}"
    if kind == "salt and pepper":
        return f"{100 * strength:.0f} % of the pixels"
    if kind == "blur":
        return f"sigma {BLUR_PIXELS * strength:.1f} pixels"
    return f"{_cover_side(strength, side)} × {_cover_side(strength, side)} pixels" if kind == "cover" else ""


def hide(image: Image, hidden: NDArray[np.bool_]) -> Image:
    """The image with grey where `hidden`, both `(H, W)`."""
    return np.where(hidden, np.float32(COVER_GREY), image)


def _none(image: Image, strength: float, generator: np.random.Generator) -> Image:
    return image.copy()


def _gaussian(image: Image, strength: float, generator: np.random.Generator) -> Image:
    return np.clip(image + strength * generator.standard_normal(image.shape, np.float32), 0.0, 1.0)


def _salt_and_pepper(image: Image, strength: float, generator: np.random.Generator) -> Image:
    dice = generator.random(image.shape, np.float32)
    return np.where(dice < strength / 2, np.float32(0.0), np.where(dice >= 1 - strength / 2, np.float32(1.0), image))


def _blur(image: Image, strength: float, generator: np.random.Generator) -> Image:
    rows, columns = (_blur_matrix(size, BLUR_PIXELS * strength) for size in image.shape)
    return np.asarray(rows @ image @ columns.T, np.float32)


def _blur_matrix(size: int, sigma: float) -> NDArray[np.float64]:
    """`(size, size)`: row i holds the Gaussian weights around pixel i; what lies outside is black. sigma: pixels."""
    weights = np.exp(-0.5 * (np.arange(-size + 1, size) / max(sigma, 1e-3)) ** 2)
    weights /= weights.sum()
    return np.lib.stride_tricks.sliding_window_view(weights, size)[::-1]


def _cover_side(strength: float, side: int) -> int:
    return round(strength * side)


def _cover(image: Image, strength: float, generator: np.random.Generator) -> Image:
    """A grey square at a random place."""
    side = _cover_side(strength, min(image.shape))
    top, left = (int(generator.integers(size - side + 1)) for size in image.shape)
    hidden = np.zeros(image.shape, np.bool_)
    hidden[top : top + side, left : left + side] = True
    return hide(image, hidden)


KINDS: dict[str, Callable[[Image, float, np.random.Generator], Image]] = {
    "none": _none,
    "gaussian": _gaussian,
    "salt and pepper": _salt_and_pepper,
    "blur": _blur,
    "cover": _cover,
}
