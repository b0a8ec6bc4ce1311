"""Many pictures treated alike: one range of values, one ground under transparent parts, one kind of paper."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae_models.data.image_files import Numbers, Picture, ground_for, ink_shade
from vae_models.data.image_squares import Grey, fit_all, fit_notes, ought_to_turn, scale_to_fit
from vae_models.data.value_ranges import AS_GIVEN, AUTO, SAMPLE, Extent, ValueRange, choose_range

LEAST_SAMPLE = 100  # numbers of each picture, however many there are


@dataclass(frozen=True)
class SkippedFile:
    """A file that is no readable image, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, eq=False)
class _Small:
    """A picture that is scaled down, its numbers not yet judged; where it has `alpha` (0 to 1) they are multiplied by it."""

    values: Numbers
    alpha: NDArray[np.float32] | None
    top: float | None


class PictureSet:
    """Takes pictures one by one, keeps them small, and turns them into uint8 once all of them are known."""

    def __init__(self, size: int, expected: int, wanted: str = AUTO) -> None:
        """`size`: of the squares; `expected`: about how many pictures will come; `wanted` as in `choose_range`."""
        self._size = size
        self._wanted = wanted
        self._sample = max(LEAST_SAMPLE, SAMPLE // max(1, expected))
        self._small: list[_Small] = []
        self._extents: dict[float | None, Extent] = {}
        self._ink: dict[float | None, list[float]] = defaultdict(lambda: [0.0, 0.0])  # weighted sum, and weights
        self._pages: list[int] = []
        self._coloured = self._rotated = 0
        self._shapes: list[tuple[int, ...]] = []

    def __len__(self) -> int:
        return len(self._small)

    def add(self, picture: Picture, name: str) -> None:
        """Raises DataError where the picture's numbers are none; it is left out then."""
        if self._wanted != AUTO or picture.top != 255:
            extent = self._extents.get(picture.top) or Extent(picture.top, fractions=picture.top is None)
            extent.add(picture.values, name, self._sample)
            self._extents[picture.top] = extent
        self._small.append(self._shrunk(picture))
        self._pages.append(picture.pages)
        self._shapes.append(picture.values.shape)
        self._coloured += picture.colour
        self._rotated += picture.rotated

    def _shrunk(self, picture: Picture) -> _Small:
        if picture.alpha is None:
            return _Small(scale_to_fit(picture.values, self._size), None, picture.top)
        for place, part in enumerate(ink_shade(picture.values, picture.alpha)):
            self._ink[picture.top][place] += part
        alpha = picture.alpha.astype(np.float32) / np.float32(255)
        values = scale_to_fit(picture.values * alpha, self._size)
        return _Small(values, scale_to_fit(alpha, self._size), picture.top)

    def squares(self, invert: bool | None, *, pages: bool = True) -> tuple[Grey, tuple[str, ...]]:
        """`(n, size, size)` uint8, and what was done to the pictures; `invert` None turns them if `ought_to_turn`.

        `pages`: whether those after a file's first are left out.
        """
        ranges = self._ranges()
        ground = self._ground(ranges)
        grey = [_grey(small, ranges.get(small.top, AS_GIVEN), ground) for small in self._small]
        turn = ought_to_turn(grey) if invert is None else invert
        notes = (*self._notes(pages), *fit_notes(self._shapes, self._size, turn))
        return fit_all(grey, self._size, turn), notes

    def _ranges(self) -> dict[float | None, ValueRange]:
        return {top: choose_range(extent, self._wanted) for top, extent in self._extents.items()}

    def _ground(self, ranges: dict[float | None, ValueRange]) -> int:
        """One for all: else half of a folder of icons would lie on white and the other half on black."""
        ink = visible = 0.0
        for top, (weighted, weight) in self._ink.items():
            chosen = ranges.get(top, AS_GIVEN)
            ink += (weighted - chosen.black * weight) * chosen.scale
            visible += weight
        return ground_for(ink, visible)

    def _notes(self, pages: bool) -> tuple[str, ...]:
        """What was done to the pictures before they were fitted and what was left out, a sentence each."""
        ranges = self._ranges()
        found = [extent.describe(ranges[top]) for top, extent in self._extents.items()]
        several = [count for count in self._pages if count > 1]
        if several and pages:
            found.append(
                f"{_files(len(several))} more than one page, frame or channel (up to {max(several):,}): of each only the "
                "first was taken, the others are left out."
            )
        if self._coloured:
            found.append(f"Colour was converted to grey in {self._coloured:,} of {len(self):,} images.")
        if self._rotated:
            found.append(f"Turned or mirrored as EXIF says: {self._rotated:,} of {len(self):,} images.")
        transparent = sum(small.alpha is not None for small in self._small)
        if transparent:
            ground = "white" if self._ground(ranges) else "black"
            found.append(f"The transparent parts of {transparent:,} images lie on {ground}, the same for all.")
        return tuple(found)


def _files(count: int) -> str:
    return "1 file has" if count == 1 else f"{count:,} files have"


def _grey(small: _Small, chosen: ValueRange, ground: int) -> Grey:
    """`(H, W)` uint8; scaling down and the range are both linear, so that their order does not matter."""
    if small.alpha is None:
        return chosen.grey(small.values)
    ink = (small.values - chosen.black * small.alpha) * chosen.scale
    return AS_GIVEN.grey(ink + ground * (1 - small.alpha))
