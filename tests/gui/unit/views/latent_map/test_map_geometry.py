"""Viewport, ticks, tiles, points: the parts of the map that are plain arithmetic."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage

from vae_gui import theme
from vae_gui.views.latent_map.model.scales import QUANTILE
from vae_gui.widgets.map.curves import Gaussian
from vae_gui.widgets.map.layers import LAYERS
from vae_gui.widgets.map.layers.density import density
from vae_gui.widgets.map.layers.layer import first_switches
from vae_gui.widgets.map.layers.points import class_colours
from vae_gui.widgets.map.points import PointCloud, draw_points, nearest_point
from vae_gui.widgets.map.scale import LINEAR
from vae_gui.widgets.map.ticks import ticks
from vae_gui.widgets.map.tiles import Mosaic, TileGrid
from vae_gui.widgets.map.viewport import Viewport

AREA = QRectF(50, 10, 600, 400)
VIEW = Viewport.showing(AREA, (-3, -3), (3, 3))


def test_a_fit_shows_everything_in_the_middle() -> None:
    assert VIEW.to_screen(0, 0) == AREA.center()
    assert VIEW.unit == pytest.approx(400 / 6)
    assert VIEW.to_screen(0, 3).y() == pytest.approx(AREA.top())


def test_places_and_pixels_are_each_others_inverse() -> None:
    moved = VIEW.zoomed(7.3, QPointF(200, 100), VIEW.unit).panned(QPointF(13, -40))
    s, t = moved.to_place(QPointF(123, 321))
    assert moved.to_screen(s, t).x() == pytest.approx(123)
    assert moved.to_screen(s, t).y() == pytest.approx(321)


def test_zooming_keeps_the_place_under_the_cursor() -> None:
    at = QPointF(111, 222)
    before = VIEW.to_place(at)
    assert VIEW.zoomed(5, at, VIEW.unit).to_place(at) == pytest.approx(before)


def test_zooming_ends_where_codes_no_longer_differ() -> None:
    view = VIEW
    for _ in range(300):
        view = view.zoomed(1.5, QPointF(200, 200), VIEW.unit)
    assert view.unit == VIEW.unit * 2**22
    for _ in range(300):
        view = view.zoomed(1 / 1.5, QPointF(200, 200), VIEW.unit)
    assert view.unit == VIEW.unit / 64


def test_ticks_are_round_and_as_precise_as_their_step() -> None:
    values, texts = ticks(LINEAR, -3.2, 3.2, 640, 60)
    assert values.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    assert texts[0] == "−3" and texts[3] == "0"
    values, texts = ticks(LINEAR, 1.2341, 1.2349, 640, 60)
    assert np.allclose(np.diff(values), 0.0001) and texts[0] == "1.2341"


def test_ticks_of_a_quantile_axis_do_not_touch() -> None:
    values, _ = ticks(QUANTILE, 0.0, 1.0, 500, 40)
    assert 0.0 in values
    assert np.diff(QUANTILE.place(values) * 500).min() >= 24


@pytest.mark.parametrize("zoom", [1, 1.9, 2, 5, 64, 5000.0])
def test_tiles_keep_their_size_on_the_screen_at_any_zoom(zoom: float) -> None:
    grid = TileGrid(20, -3, 3)
    view = VIEW.zoomed(zoom, AREA.center(), VIEW.unit)
    level = grid.level(view, VIEW.unit)
    side = grid.step(level) * view.unit
    assert 20 - 1e-6 <= side < 40
    region = grid.visible(view, level, margin=0)
    assert region is not None and region.columns * region.rows <= 32 * 22


def test_the_visible_tiles_reach_over_the_view_and_no_further_than_the_manifold() -> None:
    grid = TileGrid(20, -3, 3)
    whole = grid.visible(VIEW, 0, margin=3)
    assert whole is not None and (whole.column, whole.row, whole.columns, whole.rows) == (0, 0, 20, 20)
    s, t = whole.centres()
    assert s[0] == pytest.approx(-2.85) and t[0] == pytest.approx(2.85) and t[-1] == pytest.approx(-2.85)
    away = VIEW.panned(QPointF(10_000, 0))
    assert grid.visible(away, 0) is None


@pytest.mark.parametrize("zoom", [1.0, 1.9, 2.0, 3.7, 8.0])
@pytest.mark.parametrize("count", [4, 20, 60, 100])
def test_with_a_margin_there_are_all_tiles_that_are_there_without_it(count: int, zoom: float) -> None:
    grid = TileGrid(count, -3, 3)
    for width in (300, 900, 3000):
        fit = Viewport.showing(QRectF(0, 0, width, 300), (-3, -3), (3, 3))
        for centre in ((0.0, 0.0), (2.9, -1.0), (-2.9, 2.9)):
            view = Viewport(fit.area, centre, fit.unit * zoom)
            level = grid.level(view, fit.unit)
            wanted, more = grid.visible(view, level, margin=0), grid.visible(view, level)
            assert wanted is not None and more is not None and more.covers(wanted)


def test_a_mosaic_lends_its_tiles_to_a_region_that_overlaps() -> None:
    grid = TileGrid(8, -1, 1)
    near = VIEW.zoomed(9, VIEW.to_screen(0.1, 0.1), VIEW.unit)
    region = grid.visible(near, 1, margin=0)
    other = grid.visible(near.panned(QPointF(-60, 30)), 1, margin=0)
    assert region is not None and other is not None

    def code(of: object) -> np.ndarray:
        s, t = of.centres()  # type: ignore[attr-defined]
        return ((s[None, :] * 16 + t[:, None] * 256).round().astype(int) % 251).astype(np.uint8)[..., None, None]

    tiles, known = Mosaic(region, code(region)).reuse(other)
    assert 0 < known.sum() < known.size
    assert np.array_equal(tiles[known], code(other)[known])
    assert not tiles[~known].any()


def test_a_picture_lays_tiles_side_by_side() -> None:
    grid = TileGrid(2, -1, 1)
    region = grid.visible(VIEW, 0)
    assert region is not None
    tiles = np.arange(4, dtype=np.uint8).reshape(2, 2, 1, 1).repeat(3, 2).repeat(3, 3)
    picture = Mosaic(region, tiles).picture()
    assert picture.shape == (6, 6)
    assert picture[0, 0] == 0 and picture[0, 5] == 1 and picture[5, 0] == 2


def points(count: int = 3000) -> PointCloud:
    random = np.random.default_rng(1)
    return PointCloud(
        random.normal(size=count), random.normal(size=count), random.integers(0, 3, count).astype(np.uint8)
    )


COLOURS = np.array([0xFFFF0000, 0xFF00FF00, 0xFF0000FF], dtype=np.uint32)


def pixel(image: QImage, view: Viewport, s: float, t: float) -> QColor:
    at = view.to_screen(s, t) - view.area.topLeft()
    return image.pixelColor(int(at.x()), int(at.y()))


def test_points_are_drawn_where_they_lie_in_the_colour_of_their_class() -> None:
    cloud = PointCloud(np.array([0.0, 1.0]), np.array([0.0, -1.0]), np.array([0, 2], dtype=np.uint8))
    image = draw_points(cloud, cloud.showing(frozenset()), VIEW, 1.0, COLOURS)
    assert image is not None
    assert pixel(image, VIEW, 0, 0) == QColor(255, 0, 0)
    assert pixel(image, VIEW, 1, -1) == QColor(0, 0, 255)
    assert pixel(image, VIEW, -1, -1).alpha() == 0


def test_opacity_is_that_of_the_pixels() -> None:
    cloud = PointCloud(np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.uint8))
    image = draw_points(cloud, cloud.showing(frozenset()), VIEW, 1.0, COLOURS, 0.5)
    assert image is not None and pixel(image, VIEW, 0, 0) == QColor(255, 0, 0, 128)


@pytest.mark.parametrize("label", [0, 12, 29, 63, 75, 299])
def test_a_point_has_the_colour_of_its_class_in_the_legend(label: int) -> None:
    """However many classes there are."""
    cloud = PointCloud(np.zeros(1), np.zeros(1), np.array([label], np.uint16))
    image = draw_points(cloud, cloud.showing(frozenset()), VIEW, 1.0, class_colours(300))
    assert image is not None
    assert pixel(image, VIEW, 0, 0).name() == theme.class_colours(300)[label]


def test_a_hidden_class_is_not_drawn_and_not_found() -> None:
    cloud = PointCloud(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([0, 2], dtype=np.uint8))
    shown = cloud.showing(frozenset({2}))
    image = draw_points(cloud, shown, VIEW, 1.0, COLOURS)
    assert image is not None and pixel(image, VIEW, 1, 1).alpha() == 0
    assert nearest_point(cloud, shown, VIEW, VIEW.to_screen(1, 1), 5) is None
    assert nearest_point(cloud, shown, VIEW, VIEW.to_screen(0, 0), 5) == 0


def test_points_outside_the_view_and_broken_ones_are_passed_over() -> None:
    cloud = PointCloud(np.array([1e9, np.nan]), np.array([0.0, 0.0]), np.zeros(2, dtype=np.uint8))
    assert draw_points(cloud, cloud.showing(frozenset()), VIEW, 2.0, COLOURS) is None
    assert nearest_point(cloud, cloud.showing(frozenset()), VIEW, AREA.center(), 5) is None


def test_the_density_is_highest_where_the_points_crowd() -> None:
    shares = density(points(), np.ones(3000, dtype=bool), VIEW)
    row, column = np.unravel_index(shares.argmax(), shares.shape)
    assert shares.max() == pytest.approx(1.0)
    assert abs(row - shares.shape[0] / 2) < 8 and abs(column - shares.shape[1] / 2) < 8


def test_contours_of_a_turned_gaussian_keep_their_distance() -> None:
    covariance = np.array([[2.0, 0.8], [0.8, 1.0]])
    contour = Gaussian(np.array([1.0, -1.0]), covariance).contour(2.0) - [1.0, -1.0]
    distance = np.einsum("ni,ij,nj->n", contour, np.linalg.inv(covariance), contour)
    np.testing.assert_allclose(distance, 4.0)


def test_layers_are_switched_one_by_one() -> None:
    layers = first_switches(LAYERS)
    changed = layers.toggled("density").changed("points", opacity=0.3)
    assert not layers["density"].shown and changed["density"].shown
    assert changed.opacity("points") == 0.3
    assert changed.toggled("points").opacity("points") == 0.0
