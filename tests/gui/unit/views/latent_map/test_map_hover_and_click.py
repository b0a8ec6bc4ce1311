"""Digits appear under the cursor: checked pixel by pixel against the model's own decode."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui import theme
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.widgets.map.layers.manifold import ink
from vae_gui.wording.latent_text import number
from vae_models.explore.predictor import Predictor


def grey(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.array(plain.constBits()).reshape(plain.height(), plain.bytesPerLine())[:, : plain.width()]


def painted(widget: QWidget, box: QRect) -> np.ndarray:
    """What stands on the screen inside a rectangle of a widget, brought to 28 x 28."""
    part = widget.grab().toImage().copy(box)
    return grey(part.scaled(28, 28, mode=Qt.TransformationMode.SmoothTransformation)).astype(float)


def alike(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def test_hovering_shows_the_decoded_image_and_its_z(
    hand: Hand, view: LatentMapView, tiny_predictor: Predictor, qtbot: QtBot
) -> None:
    for place in [(-1.5, 1.0), (1.2, -0.7), (0.1, 2.2)]:
        z = hand.move(*place)
        qtbot.waitUntil(lambda z=z: view.canvas.scene.preview is not None and view.canvas.scene.preview.u == z[0])
        preview = view.canvas.scene.preview
        assert preview is not None
        expected = tiny_predictor.decode_uint8(np.array(z))[0]
        assert np.array_equal(preview.image, expected)
        assert preview.lines[0] == f"z ({number(z[0], 3)}, {number(z[1], 3)})"
        shown = painted(view.canvas, view.canvas.preview_image_rect.toRect())
        assert alike(shown, expected) > 0.98
        assert np.abs(shown - expected).mean() < 6


def test_the_preview_goes_when_the_mouse_leaves_the_plane(hand: Hand, view: LatentMapView, qtbot: QtBot) -> None:
    hand.move(0, 0)
    qtbot.waitUntil(lambda: view.canvas.scene.preview is not None)
    hand.move(-99, 0)
    assert view.canvas.scene.preview is None


def test_the_tiles_on_the_screen_are_the_models_own(
    hand: Hand, view: LatentMapView, tiny_predictor: Predictor, settle: Callable[[LatentMapView], None]
) -> None:
    view.plane_bar.count.setValue(4)  # large tiles, so that the screen's pixels are fine enough to compare
    settle(view)
    for name in ("points", "prior"):
        view.canvas.set_layers(view.canvas.scene.layers.changed(name, shown=False))
    mosaic = view.canvas.scene.mosaic
    assert mosaic is not None
    s, t = mosaic.region.centres()
    colours = (ink() >> 8 & 0xFF).astype(float)  # green of the theme's ink for each grey value
    for row, column in [(0, 0), (1, 2), (3, 3)]:
        expected = tiny_predictor.decode_uint8(np.array([s[column], t[row]]))[0]
        assert np.array_equal(mosaic.tiles[row, column], expected)
        step = mosaic.region.grid.step(0) / 2
        corner, opposite = hand.at(s[column] - step, t[row] + step), hand.at(s[column] + step, t[row] - step)
        shown = painted(view.canvas, QRect(corner, opposite))
        assert alike(shown, colours[expected]) > 0.98
        assert np.abs(shown - colours[expected]).mean() < 6


def test_a_click_pins_the_point_and_tells_about_it(
    hand: Hand, view: LatentMapView, free: tuple[float, float], tiny_predictor: Predictor, qtbot: QtBot
) -> None:
    z = hand.click(*free)
    panel = view.side.detail
    expected = tiny_predictor.decode_uint8(np.array(z))[0]
    qtbot.waitUntil(lambda: "neighbours" in panel.nearest.text())
    assert np.array_equal(panel.decoded.image, expected)
    shown = painted(panel.decoded, panel.decoded.image_rect.toRect())
    assert alike(shown[1:-1, 1:-1], expected[1:-1, 1:-1]) > 0.98  # without the frame
    assert panel.text.text() == f"z ({number(z[0], 3)}, {number(z[1], 3)})"
    np.testing.assert_allclose(view.workspace.pins.all[0].z, z, atol=1e-6)
    encoded = view.controller.encoded
    assert encoded is not None
    nearest = encoded.indices[np.linalg.norm(encoded.mu - np.array(z), axis=1).argmin()]
    assert np.array_equal(panel.original.image, encoded.table.image(int(nearest)))
    assert encoded.table.describe(int(nearest)) in panel.nearest.text()


def test_a_click_on_an_encoded_image_shows_how_the_model_treats_it(
    hand: Hand, view: LatentMapView, tiny_predictor: Predictor, qtbot: QtBot
) -> None:
    encoded = view.controller.encoded
    assert encoded is not None
    row = int(np.linalg.norm(encoded.mu, axis=1).argmin())
    hand.click(*encoded.mu[row])
    qtbot.waitUntil(lambda: "nats" in view.side.detail.text.text())
    selection = view.probe.selection
    assert selection is not None and selection.index is not None and selection.image is not None
    image = encoded.table.image(selection.index)
    posterior, losses = tiny_predictor.encode(image), tiny_predictor.losses(image)
    assert np.array_equal(view.side.detail.original.image, image)
    assert np.array_equal(view.side.detail.decoded.image, tiny_predictor.decode_uint8(posterior.mu)[0])
    text = view.side.detail.text.text()
    assert f"{abs(posterior.mu[0, 0]):.2f}" in text and f"{posterior.sigma[0, 0]:.2f}" in text
    assert f"At mu: reconstruction {losses.reconstruction[0]:.1f} + KL {losses.kl[0].sum():.1f}" in text
    ellipse = view.canvas.scene.posterior
    assert ellipse is not None
    np.testing.assert_allclose(ellipse.mean, posterior.mu[0], atol=1e-5)
    np.testing.assert_allclose(np.sqrt(np.diag(ellipse.covariance)), posterior.sigma[0], rtol=1e-4)


def test_clicking_empty_places_beside_the_axes_changes_nothing(hand: Hand, view: LatentMapView) -> None:
    hand.click(-50, 0)
    hand.click(0, -50)
    assert len(view.workspace.pins.all) == 0


def test_the_image_can_be_copied_in_its_exact_pixels(
    hand: Hand, view: LatentMapView, free: tuple[float, float], tiny_predictor: Predictor, qtbot: QtBot
) -> None:
    z = hand.click(*free)
    qtbot.mouseClick(view.side.detail.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().image()
    assert np.array_equal(grey(copied), tiny_predictor.decode_uint8(np.array(z))[0])


def test_the_point_can_be_sent_to_the_lab(
    hand: Hand, view: LatentMapView, free: tuple[float, float], qtbot: QtBot
) -> None:
    z = hand.click(*free)
    with (
        qtbot.waitSignal(view.workspace.requests.lab_point.arrived),
        qtbot.waitSignal(view.workspace.requests.view_wanted, check_params_cb=lambda name: name == "lab"),
    ):
        qtbot.mouseClick(view.side.detail.lab, Qt.MouseButton.LeftButton)
    point = view.workspace.requests.lab_point.take()
    assert isinstance(point, np.ndarray) and point.dtype == np.float32
    np.testing.assert_allclose(point, z, atol=1e-6)


@pytest.mark.parametrize("dark", [True, False])
def test_the_map_wears_the_colours_of_the_theme(view: LatentMapView, dark: bool, qapp: object) -> None:
    theme.apply_theme(qapp, dark)  # type: ignore[arg-type]
    try:
        corner = view.canvas.grab().toImage().pixelColor(2, 2).name()
        assert corner == theme.colours().window
    finally:
        theme.apply_theme(qapp, False)  # type: ignore[arg-type]
