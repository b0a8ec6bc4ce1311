"""Figures of benchmarks: with their targets, kept in a file, and beside those of another time."""

from pathlib import Path

import pytest

from tests.bench.stage import table
from tests.bench.stage.figures import Figure, spread

NOW = {"map": [Figure("hover, p99", 6.0, "ms", 8), Figure("frames", 20.0, "a second", 30, at_most=False)]}
BEFORE = {"map": [Figure("hover, p99", 12.0, "ms", 8)]}


def test_a_target_is_reached_from_the_side_that_it_means() -> None:
    hover, frames = NOW["map"]
    assert hover.reached and frames.reached is False and Figure("seconds", 3.0).reached is None
    assert table.line(hover) == "hover, p99: 6 ms (target: at most 8)"
    assert table.line(frames) == "frames: 20 a second (target: at least 30, MISSED)"


def test_figures_come_back_from_their_file(tmp_path: Path) -> None:
    table.write(tmp_path / "figures.json", NOW)
    assert table.read(tmp_path / "figures.json") == NOW
    (tmp_path / "other.json").write_text('{"map": [1]}')
    with pytest.raises(ValueError, match="holds no figures of a benchmark"):
        table.read(tmp_path / "other.json")


def test_two_times_are_laid_side_by_side_with_their_ratio() -> None:
    head, case, hover, frames = table.table(NOW, BEFORE).splitlines()
    assert head.split() == ["now", "before", "now", "/", "before", "unit", "target"] and case == "MAP"
    assert hover.split() == ["hover,", "p99", "6", "12", "0.50", "ms", "<=", "8"]
    assert frames.split() == ["frames", "20", "a", "second", ">=", "30", "MISSED"]


def test_times_are_told_by_their_median_and_their_tail() -> None:
    middle, tail = spread("click", range(101), p99=50)
    assert (middle.name, middle.value, middle.target) == ("click, p50", 50.0, None)
    assert (tail.name, tail.value, tail.reached) == ("click, p99", 99.0, False)
