"""The drawing board by real mouse, pen, finger and key events."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_gui.widgets.drawing.canvas import USUAL_WIDTH, DrawingCanvas
from vae_gui.widgets.drawing.drawing import SIDE, UNDO_LIMIT
from vae_gui.widgets.drawing.layer import InkLayer
from vae_gui.widgets.drawing.tools import Tool
from vae_gui.widgets.pictures.greyscale import grey_pixels

MIDDLE = SIDE // 2
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    canvas = DrawingCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 448)  # wider than the board, which stays square and in the middle
    with qtbot.waitExposed(canvas):
        canvas.show()
    return canvas


def place(canvas: DrawingCanvas, x: float, y: float) -> QPoint:
    return canvas.to_widget().map(QPointF(x, y)).toPoint()


def draw(canvas: DrawingCanvas, *points: tuple[float, float]) -> None:
    first, *others = [place(canvas, x, y) for x, y in points]
    QTest.mousePress(canvas, LEFT, pos=first)
    for point in others:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, LEFT, pos=others[-1] if others else first)


def ink_width(canvas: DrawingCanvas, x: int) -> int:
    """Rows with ink in one column of the drawing."""
    return int((canvas.drawing.pixels()[:, x] > 127).sum())


def test_a_drag_leaves_a_smooth_line_as_wide_as_the_brush(canvas: DrawingCanvas) -> None:
    draw(canvas, (100, MIDDLE), (200, MIDDLE), (300, MIDDLE))
    pixels = canvas.drawing.pixels()
    assert [ink_width(canvas, x) for x in (110, 200, 290)] == pytest.approx([USUAL_WIDTH] * 3, abs=2)
    assert not pixels[:, :70].any() and not pixels[:, 330:].any()
    assert len(np.unique(pixels)) > 2, "the edge is antialiased"


def test_an_empty_board_says_what_it_is_for(canvas: DrawingCanvas) -> None:
    inside = canvas.board().toRect().adjusted(3, 3, -3, -3)
    assert grey_pixels(canvas.grab(inside).toImage()).max() > 100
    draw(canvas, (10, 10))
    middle = grey_pixels(canvas.grab(inside).toImage())[100:-100]
    assert not middle.any(), "the words are gone with the first dot"
    canvas.drawing.undo_stack.undo()
    assert grey_pixels(canvas.grab(inside).toImage())[100:-100].max() > 100


def test_corners_are_rounded_into_a_curve(canvas: DrawingCanvas) -> None:
    draw(canvas, (100, 300), (224, 100), (350, 300))
    top = np.flatnonzero(canvas.drawing.pixels().any(1))[0]
    assert 100 - USUAL_WIDTH / 2 < top < 200, "the curve passes below the corner that the hand touched"


def test_a_click_leaves_a_dot(canvas: DrawingCanvas) -> None:
    draw(canvas, (MIDDLE, MIDDLE))
    assert ink_width(canvas, MIDDLE) == pytest.approx(USUAL_WIDTH, abs=2)


def test_what_is_drawn_is_painted_at_once(canvas: DrawingCanvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=place(canvas, 100, MIDDLE))
    QTest.mouseMove(canvas, place(canvas, 150, MIDDLE))
    QTest.mouseMove(canvas, place(canvas, 200, MIDDLE))
    seen = grey_pixels(canvas.grab().toImage())
    at = place(canvas, 198, MIDDLE)
    assert seen[at.y(), at.x()] == 255, "up to the hand, also where the curve has not been settled"
    QTest.mouseRelease(canvas, LEFT, pos=place(canvas, 200, MIDDLE))


def test_the_eraser_takes_ink_away_and_undo_brings_it_back(canvas: DrawingCanvas) -> None:
    draw(canvas, (100, MIDDLE), (300, MIDDLE))
    before = canvas.drawing.pixels()
    canvas.tool = Tool.ERASER
    draw(canvas, (200, 150), (200, 300))
    assert ink_width(canvas, 200) == 0 and ink_width(canvas, 120) > 0
    canvas.drawing.undo_stack.undo()
    assert np.array_equal(canvas.drawing.pixels(), before)
    canvas.drawing.undo_stack.undo()
    assert not canvas.drawing.pixels().any()
    canvas.drawing.undo_stack.redo()
    assert np.array_equal(canvas.drawing.pixels(), before)


def test_one_stroke_is_one_step_and_a_stroke_that_changes_nothing_is_none(canvas: DrawingCanvas) -> None:
    canvas.tool = Tool.ERASER
    draw(canvas, (100, 100), (200, 200))
    assert canvas.drawing.undo_stack.count() == 0
    canvas.tool = Tool.PEN
    draw(canvas, (100, 100), (150, 150), (200, 200))
    assert canvas.drawing.undo_stack.count() == 1


def test_the_history_is_bounded(canvas: DrawingCanvas) -> None:
    for index in range(UNDO_LIMIT + 5):
        draw(canvas, (4 * index, 200))
    assert canvas.drawing.undo_stack.count() == UNDO_LIMIT


def test_the_mask_hides_without_touching_the_ink(canvas: DrawingCanvas) -> None:
    draw(canvas, (100, MIDDLE), (300, MIDDLE))
    ink = canvas.drawing.pixels()
    canvas.tool = Tool.MASK
    draw(canvas, (200, 150), (200, 300))
    assert np.array_equal(canvas.drawing.pixels(), ink)
    assert canvas.drawing.mask_pixels()[MIDDLE, 200] == 255
    at = place(canvas, 200, MIDDLE)
    assert canvas.grab().toImage().pixelColor(at) != canvas.grab().toImage().pixelColor(place(canvas, 120, MIDDLE))
    canvas.drawing.clear_mask()
    assert not canvas.drawing.mask_pixels().any()


def test_escape_takes_back_the_stroke_under_way(canvas: DrawingCanvas) -> None:
    QTest.mousePress(canvas, LEFT, pos=place(canvas, 100, 100))
    QTest.mouseMove(canvas, place(canvas, 200, 200))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseMove(canvas, place(canvas, 300, 300))
    QTest.mouseRelease(canvas, LEFT, pos=place(canvas, 300, 300))
    assert not canvas.drawing.pixels().any() and canvas.drawing.undo_stack.count() == 0


def pen(canvas: DrawingCanvas, kind: QEvent.Type, x: float, y: float, pressure: float, *, eraser: bool = False) -> None:
    tip = QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, tip, QInputDevice.Capability.Pressure, 1, 1, "",
        QPointingDeviceUniqueId(),
    )  # fmt: skip
    at = QPointF(place(canvas, x, y))
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind, device, at, canvas.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
        none if kind == QEvent.Type.TabletMove else left, none if kind == QEvent.Type.TabletRelease else left,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    assert event.isAccepted(), "or Qt would send the same again as a mouse event"


def pen_stroke(canvas: DrawingCanvas, y: float, pressure: float, *, eraser: bool = False) -> None:
    pen(canvas, QEvent.Type.TabletPress, 100, y, pressure, eraser=eraser)
    for x in (150, 200, 250, 300):
        pen(canvas, QEvent.Type.TabletMove, x, y, pressure, eraser=eraser)
    pen(canvas, QEvent.Type.TabletRelease, 300, y, 0.0, eraser=eraser)


def test_the_pressure_of_a_pen_sets_the_width(canvas: DrawingCanvas) -> None:
    pen_stroke(canvas, 100, 0.25)
    light = ink_width(canvas, 200)
    canvas.drawing.clear()
    pen_stroke(canvas, 100, 0.75)
    assert [light, ink_width(canvas, 200)] == pytest.approx([USUAL_WIDTH / 2, USUAL_WIDTH * 1.5], abs=3)


def test_the_other_end_of_a_pen_erases(canvas: DrawingCanvas) -> None:
    pen_stroke(canvas, 200, 0.5)
    pen_stroke(canvas, 200, 1.0, eraser=True)
    assert not canvas.drawing.pixels()[:, 120:280].any()


def test_a_finger_draws(canvas: DrawingCanvas) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(canvas, screen).press(0, place(canvas, 100, MIDDLE)).commit()
    for x in (150, 200, 300):
        QTest.touchEvent(canvas, screen).move(0, place(canvas, x, MIDDLE)).commit()
    QTest.touchEvent(canvas, screen).release(0, place(canvas, 300, MIDDLE)).commit()
    assert ink_width(canvas, 200) == pytest.approx(USUAL_WIDTH, abs=2)
    assert canvas.drawing.undo_stack.count() == 1


def test_the_keyboard_draws(canvas: DrawingCanvas) -> None:
    canvas.setFocus()
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    for _ in range(12):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    assert ink_width(canvas, MIDDLE + 50) == pytest.approx(USUAL_WIDTH, abs=2)
    assert ink_width(canvas, MIDDLE - 50) == 0
    assert canvas.drawing.undo_stack.count() == 1


def test_a_resize_keeps_the_drawing(canvas: DrawingCanvas) -> None:
    draw(canvas, (100, MIDDLE), (300, MIDDLE))
    before = canvas.drawing.pixels()
    canvas.resize(200, 300)
    assert np.array_equal(canvas.drawing.pixels(), before)
    assert canvas.to_image(QPointF(place(canvas, 100, 50))).toTuple() == pytest.approx((100, 50), abs=SIDE / 200)


def drop(canvas: DrawingCanvas, data: QMimeData) -> None:
    # Qt hands drops only to the target of a real drag, so the handler is called itself.
    at, none = QPointF(9, 9), Qt.KeyboardModifier.NoModifier
    canvas.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, LEFT, none, QEvent.Type.Drop))


def test_files_and_images_can_be_dropped(qtbot: QtBot, canvas: DrawingCanvas, tmp_path: Path) -> None:
    picture = QImage(8, 8, QImage.Format.Format_Grayscale8)
    picture.fill(200)
    assert picture.save(str(tmp_path / "a.png"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    with qtbot.waitSignal(canvas.file_dropped) as file:
        drop(canvas, data)
    assert file.args == [tmp_path / "a.png"]
    data = QMimeData()
    data.setImageData(picture)
    with qtbot.waitSignal(canvas.image_dropped) as image:
        drop(canvas, data)
    assert image.args[0].size() == picture.size()


def test_a_point_of_a_stroke_copies_no_ink(canvas: DrawingCanvas, monkeypatch: pytest.MonkeyPatch) -> None:
    copies: list[object] = []
    monkeypatch.setattr(InkLayer, "pixels", copies.append)
    draw(canvas, (100, MIDDLE), (200, MIDDLE), (300, MIDDLE))
    assert copies == []
