"""Grids and strips of pictures: crisp pixels, names, clicks, copies."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from vae_gui import theme
from vae_gui.tasks.worker_pool import POOL
from vae_gui.widgets.pictures.crisp import best_columns, crisp_rect
from vae_gui.widgets.pictures.diverging import code_cells, code_table, diverging_rgb
from vae_gui.widgets.pictures.image_grid import ImageGrid
from vae_gui.widgets.pictures.image_strip import CodeRow, ImageRow, ImageStrip
from vae_gui.widgets.plots.coloured_values import ColouredValues
from vae_gui.wording.latent_text import vector


def striped(count: int) -> np.ndarray:
    """Images `(count, 28, 28)` of one-pixel stripes: any blur would turn them grey."""
    images = np.zeros((count, 28, 28), dtype=np.uint8)
    images[:, :, ::2] = 255
    return images


def greys(image: QImage, area: QRectF) -> set[int]:
    inside = area.toAlignedRect().adjusted(1, 1, -1, -1)
    return {
        image.pixelColor(x, y).red()
        for x in range(inside.left(), inside.right())
        for y in (inside.top(), inside.center().y())
    }


@pytest.fixture
def grid(qtbot):
    widget = ImageGrid("Samples")
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    return widget


def test_an_empty_grid_says_what_will_come(grid):
    empty = grid.grab().toImage()
    grid.empty_text = ""
    assert grid.is_empty()
    assert grid.grab().toImage() != empty


def test_a_grid_paints_every_picture_without_blur(grid):
    grid.set_images(striped(12))
    painted = grid.grab().toImage()
    for index in range(12):
        place = crisp_rect(grid.cells()[index], 28, 28, 1.0)
        assert place.width() == 3 * 28
        assert greys(painted, place) == {0, 255}


def test_between_two_whole_sizes_only_the_seams_soften(grid):
    grid.resize(73, 73)
    grid.set_images(striped(1))
    place = crisp_rect(grid.cells()[0], 28, 28, 1.0).toRect()
    painted = grid.grab().toImage()
    row = [painted.pixelColor(x, place.center().y()).red() for x in range(place.left() + 3, place.right() - 3)]
    assert place.width() == 73
    assert min(row) == 0 and max(row) == 255
    assert sum(value in (0, 255) for value in row) > len(row) / 3


def test_clicking_a_picture_names_it(grid, qtbot):
    grid.set_images(striped(12))
    with qtbot.waitSignal(grid.chosen) as clicked:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cells()[7].center().toPoint())
    assert clicked.args == [7]


def test_arrow_keys_and_enter_choose_a_picture(grid, qtbot):
    taken: list[int] = []
    grid.chosen.connect(taken.append)
    grid.set_images(striped(12))
    across = sum(cell.top() == grid.cells()[0].top() for cell in grid.cells())
    for key in (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Return,
    ):  # there is nothing left of the first
        qtbot.keyClick(grid, key)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert taken == [across + 1, 1]
    assert grid.accessibleDescription() == "Image 2 of 12"


def test_a_grid_with_the_focus_shows_which_picture_enter_takes(grid, qtbot):
    grid.set_images(striped(12))
    grid.show()
    qtbot.waitExposed(grid)
    grid.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    before = grid.grab().toImage()
    grid.chosen.connect(lambda index: None)
    assert grid.grab().toImage() != before, "where nobody listens nothing is offered"


def test_copying_gives_exact_pixels_and_saving_a_file(grid, qtbot, tmp_path):
    grid.set_images(striped(4))
    grid.commands["copy"].trigger()
    assert QGuiApplication.clipboard().image().width() == 2 * 28 + 2
    grid.save_picture(tmp_path / "samples.png")
    qtbot.waitUntil(lambda: POOL.wait_until_idle(0.0), timeout=10_000)
    assert QImage(str(tmp_path / "samples.png")).height() == 2 * 28 + 2
    assert [path.name for path in tmp_path.iterdir()] == ["samples.png"]


def test_a_place_that_cannot_be_written_gives_one_sentence(grid, qtbot, tmp_path):
    grid.set_images(striped(1))
    with qtbot.waitSignal(grid.failed) as failed:
        grid.save_picture(tmp_path / "missing" / "samples.png")
    assert "samples.png" in failed.args[0] and "choose another place" in failed.args[0]


def test_columns_follow_the_shape_of_the_widget():
    assert best_columns(12, 400, 300) == 4
    assert best_columns(12, 1200, 100) == 12
    assert best_columns(1, 10, 10) == 1


@pytest.fixture
def strip(qtbot):
    widget = ImageStrip("Reconstructions")
    qtbot.addWidget(widget)
    widget.resize(600, 260)
    return widget


def test_a_strip_shows_rows_under_each_other_and_adapts_to_width(strip):
    codes = np.linspace(-3, 3, 16 * 20).reshape(16, 20)
    strip.set_rows([ImageRow("Originals", striped(16)), CodeRow("Latent vectors", codes, str)])
    assert strip.place(1, 0).top() > strip.place(0, 0).bottom()
    assert greys(strip.grab().toImage(), crisp_rect(strip.place(0, 0), 28, 28, 1.0)) == {0, 255}
    strip.resize(900, 120)
    wide = strip.columns()
    strip.resize(300, 120)
    assert 1 <= strip.columns() < wide


def test_the_pictures_of_a_strip_are_as_large_as_its_room(strip):
    rows = [ImageRow("Originals", striped(12)), ImageRow("Reconstructions", striped(12))]
    strip.set_rows(rows)
    sides = []
    for width, height in ((600, 260), (1200, 520)):
        strip.resize(width, height)
        last = strip.place(1, strip.columns() - 1)
        assert strip.rect().contains(last.toAlignedRect().adjusted(0, 0, -1, -1))
        assert last.bottom() > 0.9 * height or last.right() > 0.9 * width, "no room is left on both sides"
        sides.append(last.width())
    assert sides[1] > 1.8 * sides[0]


def test_a_strip_shows_as_many_columns_as_it_is_asked_for(qtbot):
    strip = ImageStrip("Models side by side", abreast=10)
    qtbot.addWidget(strip)
    strip.resize(800, 600)
    strip.set_rows([ImageRow("Originals", striped(10))])
    assert strip.columns() == 10 and strip.place(0, 9).right() <= 800


def test_a_picture_that_cannot_be_painted_leaves_the_widget_alive(strip, monkeypatch):
    strip.set_rows([ImageRow("Originals", striped(3))])
    good = strip.grab().toImage()

    def fail() -> int:
        raise ValueError("cannot be painted")

    monkeypatch.setattr(strip, "columns", fail)
    with pytest.raises(ValueError, match="cannot be painted"):
        strip.grab()
    monkeypatch.undo()
    assert strip.grab().toImage() == good


def test_clicking_a_column_names_it(strip, qtbot):
    strip.set_rows([ImageRow("Originals", striped(5)), ImageRow("Reconstructions", striped(5))])
    with qtbot.waitSignal(strip.chosen) as clicked:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place(1, 3).center().toPoint())
    assert clicked.args == [3]


def test_arrow_keys_and_enter_choose_a_column_of_a_strip(strip, qtbot):
    chosen: list[int] = []
    strip.chosen.connect(chosen.append)
    strip.set_rows([ImageRow("Originals", striped(5))])
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Space):
        qtbot.keyClick(strip, key)
    assert chosen == [1] and strip.accessibleDescription() == f"Image 2 of {strip.columns()}"
    strip.offers = False
    qtbot.keyClick(strip, Qt.Key.Key_Space)
    assert chosen == [1], "nothing is to be had of it now"


@pytest.mark.parametrize("kind", ["grid", "strip"])
def test_what_the_keys_have_reached_is_seen_only_while_they_are_there(request, qtbot, kind):
    widget = request.getfixturevalue(kind)
    widget.chosen.connect(lambda part: None)
    pictures = striped(6)
    widget.set_images(pictures) if kind == "grid" else widget.set_rows([ImageRow("Originals", pictures)])
    widget.show()
    qtbot.waitExposed(widget)
    without = widget.grab().toImage()
    widget.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    first = widget.grab().toImage()
    qtbot.keyClick(widget, Qt.Key.Key_Right)
    assert without != first != widget.grab().toImage()


def test_pointing_at_a_latent_vector_reads_its_values(strip):
    strip.set_rows([CodeRow("Latent vectors", np.array([[0.5, -1.25]]), vector)])
    assert "z = (0.50, −1.25)" in strip.tip_at(strip.place(0, 0).center())
    assert strip.tip_at(QPointF(1, 1)) == ""


def test_rows_without_pictures_are_left_out(strip):
    strip.set_rows([ImageRow("Originals", striped(0))])
    assert strip.is_empty()


def test_a_high_resolution_screen_gets_whole_screen_pixels():
    place = crisp_rect(QRectF(0, 0, 46, 46), 28, 28, pixel_ratio=2.0)
    assert place.width() * 2 / 28 == 3
    assert QPointF(place.topLeft() * 2).toPoint() == QPoint(4, 4)


def test_a_diverging_scale_has_three_fixed_points():
    painted = [QColor(*rgb).name() for rgb in diverging_rgb(np.array([-9.0, 0.0, 9.0]), limit=3.0).tolist()]
    tokens = theme.colours()
    assert painted == [tokens.negative, tokens.hover, tokens.positive]


@pytest.mark.parametrize("latent_dim", [1, 2, 8, 20, 31, 32, 64])
def test_every_value_of_a_latent_vector_has_a_cell(latent_dim):
    code = np.arange(latent_dim, dtype=np.float32) + 1
    rows, columns = code_cells(latent_dim)
    table = code_table(code)
    assert table.shape == (rows, columns)
    assert table[np.isfinite(table)].tolist() == code.tolist()
    assert columns <= 4 * rows or latent_dim <= 4


def test_pictures_of_a_sheet_keep_their_own_edges_between_two_whole_sizes(grid):
    white, black = np.full((28, 28), 255, np.uint8), np.zeros((28, 28), np.uint8)
    grid.resize(160, 80)
    grid.set_images(np.stack([white, black]))
    painted = grid.grab().toImage()
    for cell, grey in zip(grid.cells(), (255, 0), strict=True):
        place = crisp_rect(cell, 28, 28, 1.0)
        assert place.width() % 28
        assert greys(painted, place.adjusted(1, 1, -1, -1)) == {grey}


def test_coloured_values_stand_at_the_right_and_can_be_heard(qtbot):
    values = ColouredValues("Latest loss")
    qtbot.addWidget(values)
    values.resize(200, 20)
    values.set_texts([("101.2", "#ff0000"), ("102.3", "#0000ff")])
    assert values.accessibleDescription() == "101.2, 102.3"
    painted = values.grab().toImage()
    reds = [
        x
        for x in range(200)
        for y in range(20)
        if painted.pixelColor(x, y).red() > painted.pixelColor(x, y).blue() + 60
    ]
    blues = [
        x
        for x in range(200)
        for y in range(20)
        if painted.pixelColor(x, y).blue() > painted.pixelColor(x, y).red() + 60
    ]
    assert min(reds) > 100 and max(reds) < min(blues)
