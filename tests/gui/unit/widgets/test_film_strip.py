"""The film strip of a path: the whole path is in sight, however long it is and however narrow the strip."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_gui.widgets.pictures.film_strip import FilmStrip

FRAMES, IN_SIGHT = 67, 15


@pytest.fixture
def strip(qtbot: QtBot) -> FilmStrip:
    """As wide as 15 frames, with 67 in it: each a plain grey that is its number; a choice is shown at once."""
    strip = FilmStrip()
    qtbot.addWidget(strip)
    strip.resize(IN_SIGHT * 42, 44)
    strip.set_frames(greys(FRAMES))
    strip.frame_chosen.connect(strip.set_position)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


def greys(count: int) -> np.ndarray:
    return np.repeat(np.arange(count, dtype=np.uint8), 28 * 28).reshape(count, 28, 28)


def painted(strip: FilmStrip) -> list[int]:
    """The numbers of the frames as they are on the screen, from left to right."""
    picture = strip.grab().toImage()
    centres = [strip.frame_rect(frame).center().toPoint() for frame in strip.frames_in_sight]
    return [picture.pixelColor(centre * picture.devicePixelRatio()).red() for centre in centres]


def turn_wheel(strip: FilmStrip, notches: int) -> None:
    none, middle = QPoint(), QPointF(strip.rect().center())
    event = QWheelEvent(
        middle, middle, none, QPoint(0, 120 * notches), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip, event)


def test_a_long_path_is_thinned_evenly_from_first_to_last_frame(strip: FilmStrip) -> None:
    seen = painted(strip)
    assert seen == strip.frames_in_sight
    assert len(seen) == IN_SIGHT and seen[0] == 0 and seen[-1] == FRAMES - 1
    assert set(np.diff(seen)) <= {4, 5}
    assert strip.rect().contains(strip.frame_rect(FRAMES - 1).toRect())


def test_a_path_that_grows_is_in_sight_as_a_whole_at_any_time(strip: FilmStrip) -> None:
    for count in (1, 5, IN_SIGHT, IN_SIGHT + 1, 200):
        strip.set_frames(greys(count))
        seen = painted(strip)
        assert len(seen) == min(count, IN_SIGHT) and seen[0] == 0 and seen[-1] == count - 1


def test_a_short_path_stands_frame_by_frame(strip: FilmStrip) -> None:
    strip.set_frames(greys(6))
    assert painted(strip) == list(range(6))
    assert strip.frame_at(QPoint(strip.width() - 3, 20)) is None


def test_a_narrower_strip_shows_fewer_frames_of_the_same_path(strip: FilmStrip) -> None:
    strip.resize(5 * 42, 44)
    assert painted(strip) == [0, 16, 33, 49, 66]
    strip.resize(30, 44)
    assert painted(strip) == [0]


def test_a_click_chooses_the_frame_that_is_seen_there(strip: FilmStrip, qtbot: QtBot) -> None:
    for frame in list(strip.frames_in_sight):
        at = strip.frame_rect(frame).center().toPoint()
        assert strip.frame_at(at) == frame and f"Frame {frame + 1} of {FRAMES}" in strip.tip_at(QPointF(at))
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at)
        assert strip.position == frame


@pytest.mark.parametrize("position", [0, 1, 2, 33, 34, 65, 66])
def test_the_frame_that_is_shown_large_is_marked_and_in_sight(strip: FilmStrip, position: int) -> None:
    strip.set_position(position)
    seen = painted(strip)
    assert position in seen and seen == sorted(set(seen)), "in the place of its nearest neighbour, in the right order"
    assert seen[0] in (0, position) and seen[-1] in (FRAMES - 1, position) and len(seen) == IN_SIGHT
    rim = strip.frame_rect(position).topLeft().toPoint() + QPoint(1, 1)
    colour = strip.grab().toImage().pixelColor(rim * strip.devicePixelRatio())
    assert len({colour.red(), colour.green(), colour.blue()}) > 1, "it has a coloured rim"


def test_keys_and_wheel_reach_every_frame(strip: FilmStrip) -> None:
    forward = []
    for _ in range(FRAMES):
        QTest.keyClick(strip, Qt.Key.Key_Right)
        forward.append(strip.position)
    assert forward == list(range(FRAMES))
    QTest.keyClick(strip, Qt.Key.Key_Home)
    assert strip.position == 0
    turn_wheel(strip, -1)
    turn_wheel(strip, -1)
    assert strip.position == 2
    turn_wheel(strip, 1)
    assert strip.position == 1
    QTest.keyClick(strip, Qt.Key.Key_End)
    turn_wheel(strip, -1)
    assert strip.position == FRAMES - 1


def test_a_drag_along_the_strip_goes_from_end_to_end(strip: FilmStrip) -> None:
    chosen: list[int] = []
    strip.frame_chosen.connect(chosen.append)
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(1, 20))
    for x in range(0, strip.width(), 5):
        QTest.mouseMove(strip, QPoint(x, 20))
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 1, 20))
    assert chosen[0] == 0 and chosen[-1] == FRAMES - 1 and chosen == sorted(set(chosen))


def test_frames_that_are_not_square_keep_their_shape(strip: FilmStrip) -> None:
    strip.set_frames(np.zeros((3, 10, 20), np.uint8))
    place = strip.frame_rect(1)
    assert place.width() == pytest.approx(2 * place.height())
