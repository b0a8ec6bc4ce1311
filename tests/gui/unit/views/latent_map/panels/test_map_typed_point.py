"""A point whose numbers are known is typed; what cannot be one is refused where it is typed."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor

Settle = Callable[[LatentMapView], None]


def type_point(view: LatentMapView, text: str) -> None:
    """Ctrl+G, the text, Return: all by keyboard."""
    QTest.keyClick(view.canvas, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    entry = view.side.detail.entry
    assert QApplication.focusWidget() is entry
    QTest.keyClicks(entry, text)
    QTest.keyClick(entry, Qt.Key.Key_Return)


@pytest.fixture
def active(view: LatentMapView, qtbot: QtBot) -> LatentMapView:
    """The view as a window that has the keyboard, its actions within reach."""
    view.addActions(view.menu_actions())
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


def test_the_probe_goes_to_a_typed_point(active: LatentMapView, tiny_predictor: Predictor) -> None:
    type_point(active, "0.5, -1.25")
    expected = tiny_predictor.decode_uint8(np.array([0.5, -1.25]))[0]
    assert active.canvas.scene.probe == (0.5, -1.25)
    preview = active.canvas.scene.preview
    assert preview is not None and np.array_equal(preview.image, expected)
    assert np.array_equal(active.side.detail.decoded.image, expected)
    assert active.side.detail.entry.refusal.isHidden()


def test_a_typed_point_outside_the_view_is_brought_into_it(active: LatentMapView, settle: Settle) -> None:
    type_point(active, "40 2")
    area = active.canvas.scene.viewport.area
    assert area.contains(active.canvas.navigation.screen_point(40, 2))
    settle(active)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1e39, 0", "1e39 lies outside the range of floats"),
        ("inf, 0", "inf lies outside the range of floats"),
        ("nan, 0", "NaN is not one"),
        ("1", "Give two numbers, z1 and z2; one is given"),
        ("1 2 3", "3 are given"),
        ("one, two", "\u201cone\u201d is not a number"),
    ],
)
def test_what_is_no_point_is_refused_where_it_is_typed(
    active: LatentMapView, said: list[str], text: str, words: str
) -> None:
    before = active.canvas.scene.viewport
    type_point(active, text)
    entry = active.side.detail.entry
    assert entry.refusal.isVisible() and words in entry.refusal.text() and entry.refusal.text().count(".") >= 1
    assert entry.text() == text and active.probe.selection is None and active.canvas.scene.viewport == before
    assert not said, "it is said beside the entry, and there alone"
    QTest.keyClick(entry, Qt.Key.Key_Backspace)
    assert entry.refusal.isHidden()


class Overflowing:
    """A model whose sums leave the float range where z is large."""

    def __init__(self, good: Predictor) -> None:
        self._good = good

    def __getattr__(self, name: str) -> object:
        return getattr(self._good, name)

    def decode(self, z: np.ndarray) -> np.ndarray:
        images = self._good.decode(z)
        return images * np.nan if np.abs(z).max() > 1e30 else images


def test_a_point_that_no_image_comes_of_is_refused(
    view: LatentMapView, workspace: Workspace, tiny_predictor: Predictor, settle: Settle
) -> None:
    workspace.model.set_predictor(Overflowing(tiny_predictor))  # type: ignore[arg-type]
    settle(view)
    entry = view.side.detail.entry
    entry.point_typed.emit("1e31, 0")
    assert "closer to 0" in entry.refusal.text() and view.probe.selection is None
    entry.point_typed.emit("1, 0")
    assert entry.refusal.isHidden() and view.probe.selection is not None


def test_escape_gives_the_keyboard_back_to_the_map(active: LatentMapView) -> None:
    type_point(active, "7")
    QTest.keyClick(active.side.detail.entry, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is active.canvas and active.side.detail.entry.refusal.isHidden()


def test_more_dimensions_take_a_point_of_the_plane_or_the_whole_z(
    view: LatentMapView, workspace: Workspace, beta_predictor: Predictor, settle: Settle
) -> None:
    workspace.model.set_predictor(beta_predictor)
    settle(view)
    z = np.linspace(-1, 1, 8)
    view.side.detail.entry.point_typed.emit(", ".join(map(str, z)))
    assert np.array_equal(view.side.detail.decoded.image, beta_predictor.decode_uint8(z)[0])
    assert view.canvas.scene.probe is None, "the plane does not hold this z"
    view.side.detail.entry.point_typed.emit("0.5 1")
    selection = view.probe.selection
    assert selection is not None and selection.z is not None
    np.testing.assert_allclose(selection.z, view.controller.plane.point(0.5, 1.0))
    view.side.detail.entry.point_typed.emit("1 2 3")
    assert view.side.detail.entry.refusal.text() == "Give two numbers, u and v, or all 8 of z; 3 are given."
