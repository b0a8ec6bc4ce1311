"""Any plane of any model: two dimensions, principal axes, three pins, quantiles."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui.views.latent_map import controller as map_model_module
from vae_gui.views.latent_map.model import encoder as encoder_module
from vae_gui.views.latent_map.model.scales import QUANTILE
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.latent import normal_quantile
from vae_models.training.trainer import Trainer

Settle = Callable[[LatentMapView], None]


@pytest.fixture
def beta_view(
    empty_view: LatentMapView, workspace: Workspace, beta_predictor: Predictor, settle: Settle
) -> LatentMapView:
    workspace.model.set_predictor(beta_predictor)
    settle(empty_view)
    return empty_view


def choose(combo: object, index: int) -> None:
    combo.setCurrentIndex(index)  # type: ignore[attr-defined]
    combo.activated.emit(index)  # type: ignore[attr-defined]


def check_tiles(view: LatentMapView, predictor: Predictor) -> None:
    """The tiles on show are the decode of z = origin + u e1 + v e2."""
    mosaic, plane, scale = view.canvas.scene.mosaic, view.controller.plane, view.controller.scale
    assert mosaic is not None
    s, t = mosaic.region.centres()
    for row, column in [(0, 0), (5, 11), (19, 3)]:
        u, v = scale.value(np.array([s[column], t[row]]))
        z = plane.origin + u * plane.e1 + v * plane.e2
        assert np.abs(mosaic.tiles[row, column].astype(int) - predictor.decode_uint8(z)[0]).max() <= 1


def test_a_two_dimensional_model_is_its_own_plane(view: LatentMapView, tiny_predictor: Predictor) -> None:
    assert not view.plane_bar.kind.isVisible() and "whole space" in view.plane_bar.whole.text()
    assert view.canvas.scene.titles.horizontal == "z1 (prior standard deviations)"
    check_tiles(view, tiny_predictor)


def test_more_dimensions_open_on_their_principal_axes(beta_view: LatentMapView, beta_predictor: Predictor) -> None:
    encoded = beta_view.controller.encoded
    assert encoded is not None
    assert "principal axis" in beta_view.canvas.scene.titles.horizontal
    spread = np.var(beta_view.canvas.scene.points, axis=0, ddof=1)
    np.testing.assert_allclose(spread, np.linalg.eigvalsh(np.cov(encoded.mu, rowvar=False))[[-1, -2]], rtol=1e-3)
    check_tiles(beta_view, beta_predictor)


def test_the_principal_axes_stay_when_more_images_are_encoded_and_when_they_are_chosen_again(
    empty_view: LatentMapView, workspace: Workspace, beta_predictor: Predictor, settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for module in (encoder_module, map_model_module):
        monkeypatch.setattr(module, "LIVE_IMAGES", 150)
    workspace.model.set_predictor(beta_predictor)
    settle(empty_view)
    before = empty_view.controller.plane
    choose(empty_view.plane_bar.kind, 1)
    choose(empty_view.plane_bar.kind, 0)
    np.testing.assert_allclose(np.abs(empty_view.controller.plane.e1), np.abs(before.e1), atol=1e-6)
    np.testing.assert_allclose(np.abs(empty_view.controller.plane.e2), np.abs(before.e2), atol=1e-6)
    settle(empty_view)


def test_any_two_dimensions_can_be_chosen(beta_view: LatentMapView, beta_predictor: Predictor, settle: Settle) -> None:
    bar = beta_view.plane_bar
    choose(bar.kind, 1)
    choose(bar.first, 5)
    choose(bar.second, 3)
    settle(beta_view)
    plane = beta_view.controller.plane
    assert plane.e1.argmax() == 5 and plane.e2.argmax() == 3 and not plane.origin.any()
    assert beta_view.canvas.scene.titles.vertical == "z4 (prior standard deviations)"
    check_tiles(beta_view, beta_predictor)
    choose(bar.first, 3)
    assert (beta_view.controller.choice.first, beta_view.controller.choice.second) == (3, 5), "the two exchange"


def test_the_other_dimensions_can_be_held_at_an_image(
    beta_view: LatentMapView, beta_predictor: Predictor, settle: Settle, qtbot: QtBot
) -> None:
    encoded = beta_view.controller.encoded
    assert encoded is not None
    choose(beta_view.plane_bar.kind, 1)
    Hand(beta_view).click(*min(beta_view.canvas.scene.points, key=np.linalg.norm))  # surely in sight
    selection = beta_view.probe.selection
    assert selection is not None and selection.z is not None and selection.index is not None
    choose(beta_view.plane_bar.others, 1)
    settle(beta_view)
    choice = beta_view.controller.choice
    others = np.delete(np.arange(8), [choice.first, choice.second])
    np.testing.assert_allclose(beta_view.controller.plane.origin[others], selection.z[others], atol=1e-5)
    check_tiles(beta_view, beta_predictor)


def test_three_pins_span_a_plane(
    beta_view: LatentMapView, workspace: Workspace, beta_predictor: Predictor, settle: Settle, qtbot: QtBot
) -> None:
    hand = Hand(beta_view)
    for index in (3, 50, 200):
        hand.click(*beta_view.canvas.scene.points[index])
    assert len(workspace.pins.all) == 3 and all(pin.image is not None for pin in workspace.pins.all)
    beta_view.side.pins.list.selectAll()
    qtbot.mouseClick(beta_view.side.pins.plane, Qt.MouseButton.LeftButton)
    settle(beta_view)
    np.testing.assert_allclose(
        beta_view.controller.plane.distance(np.stack([p.z for p in workspace.pins.all])), 0, atol=1e-5
    )
    assert all(marker.off < 1e-5 for marker in beta_view.canvas.scene.pins)
    check_tiles(beta_view, beta_predictor)


def test_a_plane_through_too_few_pins_is_refused_in_one_sentence(beta_view: LatentMapView, said: list[str]) -> None:
    before = beta_view.controller.plane
    choose(beta_view.plane_bar.kind, 2)
    assert len(said) == 1 and "Pin three" in said[0]
    assert beta_view.controller.plane is before and beta_view.plane_bar.kind.currentIndex() == 0


def test_pins_on_one_line_make_no_plane(
    view: LatentMapView, workspace: Workspace, hand: Hand, qtbot: QtBot, said: list[str]
) -> None:
    view.canvas.set_layers(view.canvas.scene.layers.changed("points", shown=False))
    before = view.controller.plane
    for _ in range(3):
        view.pins.pin(view.probe.selection) if view.probe.selection else hand.click(1, 1)
    view.side.pins.list.selectAll()
    qtbot.mouseClick(view.side.pins.plane, Qt.MouseButton.LeftButton)
    assert "on one line" in said[-1] and view.controller.plane is before


def test_the_quantile_grid_parts_the_prior_equally(
    view: LatentMapView, tiny_predictor: Predictor, settle: Settle, qtbot: QtBot
) -> None:
    qtbot.mouseClick(
        view.plane_bar.quantile, Qt.MouseButton.LeftButton, pos=view.plane_bar.quantile.rect().center() / 2
    )
    settle(view)
    assert view.controller.scale is QUANTILE
    assert "quantiles" in view.canvas.scene.titles.horizontal
    area = view.canvas.scene.viewport.area
    third = view.canvas.navigation.screen_point(float(normal_quantile(1 / 3)), 0).x()
    half = view.canvas.navigation.screen_point(0, 0).x()
    sixth = view.canvas.navigation.screen_point(float(normal_quantile(1 / 6)), 0).x()
    assert half - third == pytest.approx(third - sixth, abs=1e-6)
    assert half == pytest.approx(area.center().x())
    check_tiles(view, tiny_predictor)


def test_tiles_and_range_can_be_changed(view: LatentMapView, tiny_predictor: Predictor, settle: Settle) -> None:
    view.plane_bar.count.setValue(8)
    view.plane_bar.reach.setValue(1.0)
    settle(view)
    mosaic = view.canvas.scene.mosaic
    assert mosaic is not None and mosaic.tiles.shape[:2] == (8, 8)
    assert mosaic.region.low == (-1.0, -1.0) and mosaic.region.high == (1.0, 1.0)
    s, t = mosaic.region.centres()
    expected = tiny_predictor.decode_uint8(np.array([s[0], t[0]]))[0]
    assert np.abs(mosaic.tiles[0, 0].astype(int) - expected).max() <= 1


def test_a_code_without_a_prior_gets_the_range_of_its_data(
    empty_view: LatentMapView, workspace: Workspace, few_digits: Dataset, settle: Settle
) -> None:
    trainer = Trainer(get_recipe("autoencoder").replace(epochs=2, latent_dim=4), few_digits)
    list(trainer.steps())
    workspace.model.set_predictor(trainer.predictor())
    settle(empty_view)
    assert empty_view.canvas.scene.prior is None and not empty_view.plane_bar.quantile.isEnabled()
    assert "units of the code" in empty_view.canvas.scene.titles.horizontal
    extent = np.abs(empty_view.canvas.scene.points).max()
    assert 0.4 * extent < empty_view.canvas.scene.reach <= extent + 1


def test_a_model_with_one_dimension_is_a_line(
    empty_view: LatentMapView, workspace: Workspace, few_digits: Dataset, settle: Settle
) -> None:
    trainer = Trainer(get_recipe("vae").replace(epochs=1, latent_dim=1), few_digits)
    list(trainer.steps())
    workspace.model.set_predictor(trainer.predictor())
    settle(empty_view)
    Hand(empty_view).click(1.0, 2.0)
    assert workspace.pins.all[0].z.shape == (1,)
    mosaic = empty_view.canvas.scene.mosaic
    assert mosaic is not None and np.abs(mosaic.tiles[0].astype(int) - mosaic.tiles[-1]).max() <= 1
