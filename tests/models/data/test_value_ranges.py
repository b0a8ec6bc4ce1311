"""Which numbers are black and white."""

import numpy as np
import pytest

from vae_models.data.value_ranges import Extent, check_range, choose_range
from vae_models.errors import DataError

SIXTEEN = 65535.0


def extent_of(*values: float, top: float | None = None, fractions: bool = True) -> Extent:
    extent = Extent(top, fractions)
    extent.add(np.array(values, np.float64), "it")
    return extent


@pytest.mark.parametrize(
    ("extent", "black", "white"),
    [
        (extent_of(0, 0.1, 1), 0, 1),
        (extent_of(0, 0.5, 1.2), 0, 1),
        (extent_of(-1, 0, 0.9), -1, 1),
        (extent_of(0, 200, 250), 0, 255),
        (extent_of(0, 1, fractions=False), 0, 1),
        (extent_of(3, 60_000, top=SIXTEEN, fractions=False), 0, SIXTEEN),
        (extent_of(0, 4, top=255, fractions=False), 0, 255),
        (extent_of(0, 1, top=255, fractions=False), 0, 1),
        (extent_of(32_000, 32_000, top=SIXTEEN, fractions=False), 0, SIXTEEN),
        (extent_of(7e5, 7e5), 0, 7e5),
        (extent_of(-7, -7), -7, 1),
    ],
)
def test_numbers_that_mean_something_are_taken_as_meant(extent: Extent, black: float, white: float) -> None:
    chosen = choose_range(extent, "auto")
    assert (chosen.black, chosen.white) == (black, white)


@pytest.mark.parametrize(
    ("low", "high", "top"), [(110, 4095, SIXTEEN), (0, 4095, SIXTEEN), (-3, 3, None), (-0.2, 0.4, None), (0, 30, None)]
)
def test_numbers_that_would_be_dark_or_mean_nothing_go_by_percentiles(
    low: float, high: float, top: float | None
) -> None:
    values = np.linspace(low, high, 100_001)
    chosen = choose_range(extent_of(*values, top=top, fractions=top is None), "auto")
    span = high - low
    assert chosen.black == pytest.approx(low + span / 1000, abs=1e-5 * span)
    assert chosen.white == pytest.approx(high - span / 1000, abs=1e-5 * span)


def test_one_hot_pixel_does_not_make_all_others_black() -> None:
    values = np.append(np.linspace(100, 4000, 9999), 65535)
    chosen = choose_range(extent_of(*values, top=SIXTEEN, fractions=False), "auto")
    assert chosen.white < 4100


def test_what_is_asked_for_is_done() -> None:
    extent = extent_of(*np.linspace(10, 20, 1001), top=SIXTEEN, fractions=False)
    for wanted, limits in (("full", (0, SIXTEEN)), ("12,18", (12, 18)), ("percentile", (10.01, 19.99))):
        chosen = choose_range(extent, wanted)
        assert (chosen.black, chosen.white) == pytest.approx(limits)


@pytest.mark.parametrize("wanted", ["", "all", "1", "2,1", "1,1", "0,nan", "-inf,0", "1,2,3", "0,1e40", "x" * 9999])
def test_what_is_no_range(wanted: str) -> None:
    with pytest.raises(DataError, match="LOW,HIGH") as caught:
        check_range(wanted)
    assert len(str(caught.value)) < 200


def test_the_sentence_says_what_was_done_and_what_was_cut() -> None:
    extent = extent_of(*np.linspace(0, 4000, 101), top=SIXTEEN, fractions=False)
    chosen = choose_range(extent, "0,2000")
    assert extent.describe(chosen) == (
        "Values from 0 to 4000: 0 is black and 2000 white in all images (as asked), and 49.50% beyond them are cut."
    )


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300, -1e35])
def test_numbers_that_no_image_has(value: float) -> None:
    with pytest.raises(DataError, match=r"^it has values"):
        extent_of(0, value)


def test_grey_is_linear_between_black_and_white() -> None:
    chosen = choose_range(extent_of(-1, 1), "auto")
    assert chosen.grey(np.array([-2, -1, 0, 1, 3.0])).tolist() == [0, 0, 128, 255, 255]
