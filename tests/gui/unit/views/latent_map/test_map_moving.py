"""Zooming, panning and the keyboard's way around the map."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.widgets.map.scene import Scene
from vae_models.explore.predictor import Predictor

ARROWS = [Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down]


def zoom(scene: Scene) -> float:
    return scene.viewport.unit / scene.home.unit


def test_the_wheel_zooms_at_the_cursor_and_the_tiles_follow(
    hand: Hand, view: LatentMapView, tiny_predictor: Predictor, qtbot: QtBot
) -> None:
    pixel = hand.at(1.0, 1.0)
    before = hand.plane(pixel)
    for _ in range(12):
        at = hand.plane(pixel)
        hand.wheel(*at, 1)
    assert hand.plane(pixel) == pytest.approx(before, abs=1e-2)
    assert zoom(view.canvas.scene) == pytest.approx(1.25**12, rel=1e-6)
    qtbot.waitUntil(lambda: view.controller.tiles.settled and not view.canvas.navigation.moving)
    mosaic = view.canvas.scene.mosaic
    assert mosaic is not None and mosaic.region.level == 3
    s, t = mosaic.region.centres()
    expected = tiny_predictor.decode_uint8(np.array([s[2], t[3]]))[0]
    assert np.abs(mosaic.tiles[3, 2].astype(int) - expected).max() <= 1  # a batch rounds the last bit differently


def test_zooming_in_for_ever_always_ends_in_crisp_tiles(hand: Hand, view: LatentMapView, qtbot: QtBot) -> None:
    for _ in range(40):
        hand.wheel(*hand.plane(hand.at(0, 0)), 2)
    assert zoom(view.canvas.scene) == pytest.approx(2**22)
    qtbot.waitUntil(lambda: view.controller.tiles.settled and not view.canvas.navigation.moving)
    mosaic = view.canvas.scene.mosaic
    assert mosaic is not None and mosaic.region.level == 22
    assert mosaic.region.grid.step(22) * view.canvas.scene.viewport.unit >= 20


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton])
def test_dragging_with_the_other_buttons_moves_the_view(
    hand: Hand, view: LatentMapView, button: Qt.MouseButton
) -> None:
    where = hand.at(0, 0)
    hand.drag([(0, 0), (0.5, 0.2), (1.0, 0.5)], button)
    assert hand.plane(where) == pytest.approx((-1.0, -0.5), abs=0.05)
    assert not len(view.paths.path) and not view.workspace.pins.all


def test_space_and_dragging_moves_the_view(hand: Hand, view: LatentMapView) -> None:
    where = hand.at(0, 0)
    QTest.keyPress(view.canvas, Qt.Key.Key_Space)
    hand.drag([(0, 0), (1.0, 0.5)])
    QTest.keyRelease(view.canvas, Qt.Key.Key_Space)
    assert hand.plane(where) == pytest.approx((-1.0, -0.5), abs=0.05)
    assert not len(view.paths.path)


def test_a_release_that_the_map_did_not_see_ends_the_drag(hand: Hand, view: LatentMapView) -> None:
    before = view.canvas.scene.viewport
    QTest.mousePress(view.canvas, Qt.MouseButton.MiddleButton, pos=hand.at(0, 0))
    view.canvas.hide()  # as when a key opens another view
    QTest.mouseRelease(view, Qt.MouseButton.MiddleButton)
    view.canvas.show()
    hand.move(1.0, 0.5)
    assert view.canvas.scene.viewport == before and not view.canvas.navigation.gestures.moving_view
    assert view.canvas.scene.preview is not None, "the mouse hovers"
    assert view.canvas.cursor().shape() is Qt.CursorShape.CrossCursor


def test_dragging_with_control_zooms(hand: Hand, view: LatentMapView) -> None:
    hand.drag([(0, 0), (0, 1.5)], keys=Qt.KeyboardModifier.ControlModifier)
    assert zoom(view.canvas.scene) > 1.5
    assert not view.workspace.pins.all


@pytest.mark.parametrize("how", ["Home", "double click"])
def test_everything_fits_again(hand: Hand, view: LatentMapView, how: str) -> None:
    hand.wheel(1, 1, 5)
    if how == "Home":
        hand.key(Qt.Key.Key_Home)
    else:
        at = hand.canvas.scene.viewport.area.center().toPoint()
        hand.double_click(at)
    assert zoom(view.canvas.scene) == pytest.approx(1.0)
    assert not view.workspace.pins.all, "the first half of a double click is no pin"
    assert not view.undo_stack.canRedo()


def test_a_resize_keeps_what_was_fitted_fitted(view: LatentMapView) -> None:
    view.resize(1000, 640)
    assert zoom(view.canvas.scene) == pytest.approx(1.0)


def test_the_arrow_keys_move_a_probe_that_decodes(
    hand: Hand, view: LatentMapView, tiny_predictor: Predictor, qtbot: QtBot
) -> None:
    for key in ARROWS[:1] * 3 + ARROWS[2:3] * 2:
        hand.key(key)
    probe = view.canvas.scene.probe
    assert probe is not None and probe[0] > 0 and probe[1] > 0
    assert probe[0] / probe[1] == pytest.approx(1.5, abs=0.05)
    qtbot.waitUntil(lambda: view.canvas.scene.preview is not None)
    preview = view.canvas.scene.preview
    assert preview is not None
    assert np.array_equal(preview.image, tiny_predictor.decode_uint8(np.array(probe))[0])
    hand.key(Qt.Key.Key_Escape)
    assert view.canvas.scene.preview is None and view.canvas.scene.probe is None


def test_the_probe_stays_on_the_map(hand: Hand, view: LatentMapView) -> None:
    for _ in range(100):
        hand.key(Qt.Key.Key_Left)
    assert view.canvas.scene.probe is not None
    at = view.canvas.navigation.screen_point(*view.canvas.scene.probe)
    assert view.canvas.scene.viewport.area.adjusted(-1, -1, 1, 1).contains(at)


def test_enter_pins_the_probe(hand: Hand, view: LatentMapView) -> None:
    for layer in ("points",):
        view.canvas.set_layers(view.canvas.scene.layers.changed(layer, shown=False))
    for _ in range(5):
        hand.key(Qt.Key.Key_Up)
    probe = view.canvas.scene.probe
    hand.key(Qt.Key.Key_Return)
    np.testing.assert_allclose(view.workspace.pins.all[0].z, probe, atol=1e-6)


def test_plus_and_minus_zoom_at_the_probe(hand: Hand, view: LatentMapView) -> None:
    hand.key(Qt.Key.Key_Right)
    probe = view.canvas.scene.probe
    assert probe is not None
    before = view.canvas.navigation.screen_point(*probe)
    hand.key(Qt.Key.Key_Plus)
    hand.key(Qt.Key.Key_Plus)
    assert zoom(view.canvas.scene) == pytest.approx(1.25**2)
    moved = view.canvas.navigation.screen_point(*probe) - before
    assert moved.manhattanLength() < 1e-6
    hand.key(Qt.Key.Key_Minus)
    assert zoom(view.canvas.scene) == pytest.approx(1.25)


def test_control_and_arrows_move_the_view(hand: Hand, view: LatentMapView) -> None:
    before = view.canvas.navigation.plane_point(QPointF(300, 300))
    hand.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    after = view.canvas.navigation.plane_point(QPointF(300, 300))
    assert after[0] > before[0] and after[1] == pytest.approx(before[1])


def test_shift_and_arrows_draw_a_path(hand: Hand, view: LatentMapView, qtbot: QtBot) -> None:
    hand.hold(Qt.Key.Key_Shift, [Qt.Key.Key_Right] * 4)
    qtbot.waitUntil(lambda: view.undo_stack.count() == 1)
    assert len(view.paths.path) == 5
    assert (np.diff(view.paths.path.z[:, 0]) > 0).all()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Qt.Key.Key_1, "tiles"),
        (Qt.Key.Key_2, "points"),
        (Qt.Key.Key_3, "density"),
        (Qt.Key.Key_4, "posterior"),
        (Qt.Key.Key_5, "prior"),
    ],
)
def test_the_number_keys_switch_layers_and_the_panel_follows(
    hand: Hand, view: LatentMapView, key: Qt.Key, name: str
) -> None:
    before = view.canvas.scene.layers[name].shown
    picture = view.canvas.picture()
    hand.key(key)
    assert view.canvas.scene.layers[name].shown is not before
    assert view.side.layers.switch(name).isChecked() is not before
    if name != "posterior":  # nothing is chosen, so it has nothing to show
        assert view.canvas.picture() != picture
    hand.key(key)
    assert view.canvas.picture() == picture


def test_the_opacity_of_a_layer_changes_the_picture(view: LatentMapView) -> None:
    picture = view.canvas.picture()
    view.side.layers.slider("tiles").setValue(30)
    assert view.canvas.scene.layers["tiles"].opacity == 0.3
    assert view.canvas.picture() != picture


def test_a_click_in_the_legend_hides_a_class(hand: Hand, view: LatentMapView, qtbot: QtBot) -> None:
    encoded = view.controller.encoded
    assert encoded is not None
    row = int(np.flatnonzero(encoded.labels == 3)[0])
    at = view.canvas.navigation.screen_point(*encoded.mu[row])
    qtbot.mouseClick(view.side.legend.button(3), Qt.MouseButton.LeftButton)
    assert view.canvas.scene.hidden_classes == {3}
    assert view.canvas.navigation.point_at(at) != row
    qtbot.mouseClick(view.side.legend.button(3), Qt.MouseButton.LeftButton)
    assert view.canvas.scene.hidden_classes == frozenset()
    found = view.canvas.navigation.point_at(at)
    assert found is not None


def tab_through(view: LatentMapView) -> set[QWidget]:
    """All widgets that the Tab key comes to."""
    reached: list[QWidget] = []
    while (widget := view.window().focusWidget()) is not None and widget not in reached:
        reached.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    return set(reached)


def test_everything_can_be_reached_with_the_tab_key(hand: Hand, view: LatentMapView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.canvas.setFocus()
    qtbot.waitUntil(view.canvas.hasFocus)
    hand.click(0, 0)  # so that there is a point to copy and a pin to choose
    reached = tab_through(view)
    QTest.keyClick(view.side.tabs, Qt.Key.Key_Right)  # from the layers to the pins
    reached |= tab_through(view)
    wanted = {
        view.canvas, view.plane_bar.quantile, view.plane_bar.count, view.plane_bar.fit, view.path_panel.strip, view.side.pins.delete,
        view.side.legend.button(0), view.side.layers.switch("tiles"), view.side.layers.slider("points"),
        view.side.detail.copy, view.side.tabs, view.side.pins.list, view.side.pins.steps,
    }  # fmt: skip
    assert {widget.accessibleName() for widget in wanted - reached} == set()


def test_the_focus_is_visible(view: LatentMapView, qtbot: QtBot) -> None:
    view.side.pins.list.setFocus()
    without = view.canvas.grab().toImage()
    view.canvas.setFocus()
    qtbot.waitUntil(view.canvas.hasFocus)
    assert view.canvas.grab().toImage() != without
