"""Dragging draws a path whose frames are the model's own; it plays, and every change can be undone."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.conftest import Draw
from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.widgets.pictures.ping_pong import PingPong
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor

WAY = [(-2.0, -1.0), (-1.0, 0.0), (0.5, 0.5), (2.0, 1.0)]


def check_frames(view: LatentMapView, predictor: Predictor) -> None:
    path = view.paths.path
    expected = predictor.decode_uint8(path.z)
    assert np.abs(path.frames.astype(int) - expected).max() <= 1  # one by one and all at once round differently
    assert np.array_equal(view.path_panel.strip.frames, path.frames)


def test_a_drag_draws_a_path_and_decodes_it(draw: Draw, view: LatentMapView, tiny_predictor: Predictor) -> None:
    draw(WAY)
    path = view.paths.path
    assert len(path) > 20
    np.testing.assert_allclose(path.z[0], WAY[0], atol=0.05)
    np.testing.assert_allclose(path.z[-1], WAY[-1], atol=0.15)
    steps = np.linalg.norm(np.diff(path.z, axis=0), axis=1)
    assert steps.max() < 1.2 * np.median(steps), "points stand at even distances, however far the mouse jumps"
    check_frames(view, tiny_predictor)
    np.testing.assert_allclose(view.canvas.scene.path, path.z, atol=1e-9)
    assert not view.workspace.pins.all


def test_the_strip_fills_while_the_path_grows(hand: Hand, view: LatentMapView, qtbot: QtBot) -> None:
    strip = view.path_panel.strip
    QTest.mousePress(view.canvas, Qt.MouseButton.LeftButton, pos=hand.at(-2, 0))
    for u in (-1.5, -1.0, 0.0, 1.0):
        before = len(strip.frames)
        QTest.mouseMove(view.canvas, hand.at(u, 0.3))
        qtbot.waitUntil(lambda before=before: len(strip.frames) > before)
    assert view.undo_stack.count() == 0
    QTest.mouseRelease(view.canvas, Qt.MouseButton.LeftButton, pos=hand.at(1.0, 0.3))
    qtbot.waitUntil(lambda: view.undo_stack.count() == 1)


def test_a_path_can_be_undone_redone_and_cleared(draw: Draw, view: LatentMapView, qtbot: QtBot) -> None:
    draw(WAY)
    first = view.paths.path.z
    draw([(0.0, -2.0), (1.0, -2.0)])
    second = view.paths.path.z
    view.undo_stack.undo()
    np.testing.assert_array_equal(view.paths.path.z, first)
    view.undo_stack.redo()
    np.testing.assert_array_equal(view.paths.path.z, second)
    qtbot.mouseClick(view.path_panel.clear, Qt.MouseButton.LeftButton)
    assert not len(view.path_panel.strip.frames) and not len(view.canvas.scene.path)
    view.undo_stack.undo()
    np.testing.assert_array_equal(view.paths.path.z, second)


def test_a_frame_of_the_strip_can_be_looked_at_and_sent_on(draw: Draw, view: LatentMapView, qtbot: QtBot) -> None:
    draw([(-1.0, 0.0), (0.0, 0.0)])
    strip = view.path_panel.strip
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.frame_rect(2).center().toPoint())
    assert strip.position == 2
    assert np.array_equal(view.side.detail.decoded.image, view.paths.path.frames[2])
    assert view.canvas.scene.path_position == 2
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.position == 3
    with qtbot.waitSignal(view.workspace.requests.lab_point.arrived):
        view.send_to_lab()
    np.testing.assert_allclose(view.workspace.requests.lab_point.take(), view.paths.path.z[3], atol=1e-6)


def test_playing_goes_back_and_forth(qtbot: QtBot) -> None:
    player = PingPong(1)
    player.set_count(3)
    seen: list[int] = []
    player.moved.connect(seen.append)
    for _ in range(6):
        player.advance()
    assert seen == [1, 2, 1, 0, 1, 2]


def test_the_play_button_shows_frame_after_frame(draw: Draw, view: LatentMapView, qtbot: QtBot) -> None:
    draw(WAY)
    seen: list[int] = []
    view.path_panel.frame_shown.connect(seen.append)
    qtbot.mouseClick(view.path_panel.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(seen) >= 3)
    qtbot.mouseClick(view.path_panel.play, Qt.MouseButton.LeftButton)
    assert seen[:3] == [1, 2, 3] and not view.path_panel.player.playing


def test_the_animation_rests_while_the_view_is_hidden(draw: Draw, view: LatentMapView) -> None:
    draw(WAY)
    view.path_panel.player.start()
    view.hide()
    assert not view.path_panel.player.playing


@pytest.mark.parametrize("spherical", [False, True])
def test_two_pins_make_an_interpolation(
    hand: Hand, view: LatentMapView, tiny_predictor: Predictor, qtbot: QtBot, spherical: bool
) -> None:
    view.canvas.set_layers(view.canvas.scene.layers.changed("points", shown=False))
    hand.click(-2.0, 0.5)
    hand.click(1.0, 1.8)
    panel = view.side.pins
    panel.list.selectAll()
    panel.steps.setValue(9)
    panel.kind.setCurrentIndex(int(spherical))
    qtbot.mouseClick(panel.interpolate, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(view.paths.path) == 9)
    a, b = (pin.z for pin in view.workspace.pins.all)
    z = view.paths.path.z
    np.testing.assert_allclose(z[[0, -1]], [a, b], atol=1e-6)
    middle = np.linalg.norm(z[4])
    straight = np.linalg.norm((a + b) / 2)
    assert (middle > straight * 1.2) if spherical else middle == pytest.approx(straight, rel=1e-5)
    check_frames(view, tiny_predictor)


def test_the_path_follows_the_model(
    draw: Draw, view: LatentMapView, workspace: Workspace, beta_predictor: Predictor, tiny_predictor: Predictor,
    few_digits: object, qtbot: QtBot,
) -> None:  # fmt: skip
    draw(WAY)
    z = view.paths.path.z
    workspace.model.set_predictor(beta_predictor)
    assert not len(view.path_panel.strip.frames), "a path of another space is hidden"
    workspace.model.set_predictor(tiny_predictor)
    qtbot.waitUntil(lambda: len(view.path_panel.strip.frames) == len(z))
    check_frames(view, tiny_predictor)
