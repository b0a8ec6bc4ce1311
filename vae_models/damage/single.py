"""Damage of a single kind to an image, as a person chooses it: noise, salt and pepper, blur, a cover. numpy only."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]

BLUR_PIXELS = 3.0  # sigma of the strongest blur
COVER_GREY = 0.5  # the shade of what is hidden


@dataclass(frozen=True)
class DamageKind:
    """`apply` damages a copy of `(H, W)` float32 in [0, 1], by a strength from 0 (none) to 1 and a generator.

    `amount` says a strength in the kind's own unit, for an image of so many pixels a side; None where there is nothing to
    choose. `random`: another state of the generator gives other damage.
    """

    title: str
    apply: Callable[[Image, float, np.random.Generator], Image]
    amount: Callable[[float, int], str] | None
    random: bool = True


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
    return np.asarray(KINDS[kind].apply(np.asarray(image, np.float32), strength, generator), np.float32)


def describe(kind: str, strength: float, side: int = 28) -> str:
    """The strength in the kind's own unit, for an image of `side` pixels. Raises KeyError for a kind that is not one of KINDS."""
    amount = KINDS[kind].amount
    return "" if amount is None else amount(strength, side)


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


def _cover_amount(strength: float, side: int) -> str:
    return f"{_cover_side(strength, side)} × {_cover_side(strength, side)} pixels"


KINDS: dict[str, DamageKind] = {
    "none": DamageKind("No damage", _none, None, random=False),
    "gaussian": DamageKind("Gaussian noise", _gaussian, lambda strength, side: f"sigma {strength:.2f}"),
    "salt and pepper": DamageKind(
        "Salt and pepper", _salt_and_pepper, lambda strength, side: f"{100 * strength:.0f} % of the pixels"
    ),
    "blur": DamageKind(
        "Blur", _blur, lambda strength, side: f"sigma {BLUR_PIXELS * strength:.1f} pixels", random=False
    ),
    "cover": DamageKind("Cover", _cover, _cover_amount),
}
