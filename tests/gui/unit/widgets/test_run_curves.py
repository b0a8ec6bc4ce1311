"""The numbers behind a curve: growing, thinning, smoothing."""

import csv
import io

import numpy as np
import pytest

from vae_gui.widgets.plots.run_curves import RunCurves, RunSeries, Series, curves_csv


def series_of(values: np.ndarray) -> Series:
    series = Series()
    series.append(np.arange(1, len(values) + 1), np.column_stack([values, values, values]))
    return series


def test_points_survive_growth_in_many_small_pieces():
    series = Series()
    for step in range(1, 1001):
        series.append([step], [(step, 2.0 * step, 0.5)])
    assert len(series) == 1000
    assert series.steps.tolist() == list(range(1, 1001))
    assert series.values(1).tolist() == [2.0 * step for step in range(1, 1001)]


def test_values_that_are_not_finite_are_left_out():
    series = Series()
    series.append([1, 2, 3], [(1.0, 1.0, 0.0), (np.nan, 1.0, 0.0), (np.inf, np.inf, 0.0)])
    assert series.steps.tolist() == [1]


def test_a_thinned_curve_keeps_every_extreme():
    values = np.random.default_rng(0).normal(size=100_000)
    values[54_321] = 50.0
    values[77_777] = -50.0
    steps, thinned = series_of(values).thin(0, 0, 100_000, pixels=300)
    assert len(thinned) <= 2 * 302
    assert thinned.max() == 50.0 and thinned.min() == -50.0
    assert np.all(np.diff(steps) >= 0)


def test_a_short_curve_is_not_thinned():
    steps, values = series_of(np.array([3.0, 1.0, 2.0])).thin(0, 0, 10, pixels=300)
    assert steps.tolist() == [1, 2, 3] and values.tolist() == [3.0, 1.0, 2.0]


def test_only_the_visible_steps_and_their_neighbours_are_drawn():
    steps, _ = series_of(np.arange(1000.0)).thin(0, 400, 410, pixels=300)
    assert steps[0] == 399 and steps[-1] == 411


@pytest.mark.parametrize("window", [2, 7, 100])
def test_smoothing_is_the_mean_of_the_last_values(window):
    values = np.random.default_rng(1).normal(100.0, 5.0, size=90)
    expected = [values[max(0, i + 1 - window) : i + 1].mean() for i in range(90)]
    assert series_of(values).smooth_at(np.arange(90), 0, window) == pytest.approx(expected)


def test_epoch_means_are_not_smoothed_into_each_other():
    series = Series()
    series.append([100, 200, 300], np.array([[3.0] * 3, [2.0] * 3, [1.0] * 3]))
    assert series.smooth_at(np.arange(3), 0, window=20).tolist() == [3.0, 2.0, 1.0]


def test_a_smoothed_curve_ends_at_the_last_step():
    steps, values = series_of(np.full(10_001, 7.0)).thin(2, 0, 10_001, pixels=300, window=50)
    assert steps[-1] == 10_001 and len(steps) < 400
    assert values == pytest.approx(7.0)


def test_an_empty_series_has_nothing_to_draw_or_read():
    assert [len(part) for part in Series().thin(0, 0, 1, 300, 20)] == [0, 0]
    assert Series().nearest(5) == -1


def test_the_nearest_point_to_a_step():
    series = Series()
    series.append([10, 20, 40], np.ones((3, 3)))
    assert [series.nearest(step) for step in (0, 14, 16, 31, 99)] == [0, 0, 1, 2, 2]


def test_numbers_are_exported_in_full():
    ones = np.ones((2, 3))
    run = RunSeries.of(RunCurves('a "wide", run', 50.0, np.array([50, 100]), ones * 110.5, ones * 111.25))
    rows = list(csv.DictReader(io.StringIO(curves_csv([run]))))
    assert [row["split"] for row in rows] == ["train", "train", "validation", "validation"]
    assert rows[3]["run"] == 'a "wide", run'
    assert float(rows[3]["epoch"]) == 2.0 and float(rows[3]["kl"]) == 111.25
