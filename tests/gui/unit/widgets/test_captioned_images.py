"""Columns of pictures with words, and bars with a mark: what a click hits and where a value stands."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.widgets.pictures.captioned_images import CaptionedImages, Captions
from vae_gui.widgets.pictures.greyscale import grey_pixels
from vae_gui.widgets.plots.histogram import Histogram


@pytest.fixture
def columns(qtbot: QtBot) -> CaptionedImages:
    widget = CaptionedImages("answers", "Nothing yet.")
    qtbot.addWidget(widget)
    widget.resize(600, 220)
    shades = np.repeat(np.array([0.2, 0.5, 0.9], np.float32), 16).reshape(3, 4, 4)
    widget.set_columns([shades, 1 - shades], [Captions(f"sigma {n}", "20 dB\nSSIM 1") for n in range(3)])
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_each_picture_is_painted_in_its_place(columns: CaptionedImages) -> None:
    seen = grey_pixels(columns.grab().toImage())
    shades = [0.2, 0.5, 0.9]
    for column, shade in enumerate(shades):
        for row, expected in enumerate((shade, 1 - shade)):
            at = columns.cell(row, column).center().toPoint()
            assert seen[at.y(), at.x()] == pytest.approx(255 * expected, abs=1)


def test_a_click_and_the_keyboard_choose_a_column(qtbot: QtBot, columns: CaptionedImages) -> None:
    with qtbot.waitSignal(columns.chosen) as clicked:
        QTest.mouseClick(columns, Qt.MouseButton.LeftButton, pos=columns.cell(1, 2).center().toPoint())
    assert clicked.args == [2]
    with qtbot.waitSignal(columns.chosen) as chosen:
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return):  # there is nothing right of the last
            QTest.keyClick(columns, key)
    assert chosen.args == [1]
    with qtbot.assertNotEmitted(columns.chosen):
        QTest.mouseClick(columns, Qt.MouseButton.LeftButton, pos=columns.rect().bottomLeft())


def test_words_never_overlap(columns: CaptionedImages) -> None:
    left, right = columns.cell(0, 0), columns.cell(0, 1)
    assert right.center().x() - left.center().x() >= columns.fontMetrics().horizontalAdvance("sigma 0")
    assert columns.cell(1, 0).bottom() + 2 * columns.fontMetrics().lineSpacing() <= columns.height()


def test_a_histogram_counts_and_its_axis_reaches_the_mark(qtbot: QtBot) -> None:
    histogram = Histogram("elbo", "nats", "Nothing yet.")
    qtbot.addWidget(histogram)
    histogram.resize(400, 200)
    histogram.set_bars([1, 5, 2], [-120, -110, -100, -90])
    assert histogram.tip_at(QPointF(histogram.x_of(-105), 50)) == "-110 to -100: 5"
    assert histogram.value_at(histogram.x_of(-97.5)) == pytest.approx(-97.5)
    histogram.set_mark(-140.0, "Your drawing")
    assert 0 <= histogram.x_of(-140.0) < histogram.x_of(-120) < histogram.width()
    with_mark = grey_pixels(histogram.grab().toImage())
    histogram.set_mark(None)
    assert not np.array_equal(grey_pixels(histogram.grab().toImage()), with_mark)
    histogram.set_mark(-3000.0, "Your drawing")
    width = histogram.x_of(-90) - histogram.x_of(-120)
    assert 0.4 * histogram.width() < width, "the bars stay to be seen, however far out the mark is"
    histogram.clear()
    assert histogram.is_empty()
