"""What belongs to the space of one model does not appear in that of another; images find their place in each."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.whose_picture import save_untrained, train
from vae_gui.views.latent_map.export import FILM
from vae_gui.views.latent_map.pins.store import load_pins
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.workspace.pins import Pin
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor

Settle = Callable[[LatentMapView], None]
Open = Callable[[Path], Predictor]


@pytest.fixture
def run(few_digits: Dataset, tmp_path: Path) -> Path:
    return train(get_recipe("vae-2d"), few_digits, tmp_path / "one")


@pytest.fixture
def other_run(few_digits: Dataset, tmp_path: Path) -> Path:
    return train(get_recipe("vae-2d").replace(seed=8), few_digits, tmp_path / "two")


@pytest.fixture
def open_run(qtbot: QtBot, empty_view: LatentMapView, workspace: Workspace, settle: Settle) -> Open:
    def opened(path: Path) -> Predictor:
        with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
            workspace.model.open_run(path)
        settle(empty_view)
        assert workspace.model.predictor is not None
        return workspace.model.predictor

    return opened


def choosable(view: LatentMapView) -> list[bool]:
    pins = view.side.pins.list
    return [bool(pins.item(row).flags() & Qt.ItemFlag.ItemIsSelectable) for row in range(pins.count())]


def pick_image(qtbot: QtBot, view: LatentMapView, row: int) -> None:
    view.probe.pick(0.0, 0.0, row)
    qtbot.waitUntil(lambda: view.canvas.scene.posterior is not None, timeout=10_000)


def test_a_pin_of_an_image_is_placed_anew_by_each_model(
    qtbot: QtBot, empty_view: LatentMapView, open_run: Open, run: Path, other_run: Path
) -> None:
    open_run(run)
    pick_image(qtbot, empty_view, 3)
    other = open_run(other_run)
    pin = empty_view.workspace.pins.all[0]
    assert pin.image is not None
    wanted = other.encode(pin.image).mu[0]
    qtbot.waitUntil(lambda: choosable(empty_view) == [True], timeout=10_000)
    marker = empty_view.canvas.scene.pins[0]
    assert (marker.u, marker.v) == pytest.approx(tuple(wanted), abs=1e-5)
    np.testing.assert_allclose(empty_view.pins.usable([0])[0].z, wanted, atol=1e-5)


def test_a_pin_of_a_point_waits_for_its_own_model(
    empty_view: LatentMapView, open_run: Open, run: Path, other_run: Path
) -> None:
    open_run(run)
    empty_view.probe.pick(0.5, -0.5, -1)
    open_run(other_run)
    assert choosable(empty_view) == [False] and empty_view.pins.usable([0]) == []
    assert np.isnan(empty_view.canvas.scene.pins[0].u)
    assert empty_view.probe.selection is None
    empty_view.undo_stack.undo()
    empty_view.undo_stack.redo()
    assert choosable(empty_view) == [False], "undo and redo do not bring it into a space where it means nothing"
    open_run(run)
    assert choosable(empty_view) == [True]
    np.testing.assert_allclose(empty_view.pins.usable([0])[0].z, [0.5, -0.5], atol=1e-6)


def test_pins_know_their_model_after_the_next_start_and_a_new_name(
    qtbot: QtBot, empty_view: LatentMapView, workspace: Workspace, open_run: Open, run: Path
) -> None:
    open_run(run)
    empty_view.probe.pick(0.5, -0.5, -1)
    empty_view.shut_down()
    run.rename(run.with_name("renamed"))
    workspace.pins.replace(load_pins(workspace.runs_dir))
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_run(run.with_name("renamed"))
    assert workspace.pins.all[0].model == workspace.model.identity


def test_a_path_stays_with_its_model(
    qtbot: QtBot, empty_view: LatentMapView, open_run: Open, run: Path, other_run: Path
) -> None:
    open_run(run)
    empty_view.paths.interpolate(np.zeros(2), np.ones(2), 5, spherical=False)
    qtbot.waitUntil(lambda: len(empty_view.path_panel.path) == 5, timeout=10_000)
    open_run(other_run)
    assert not len(empty_view.path_panel.path) and not len(empty_view.canvas.scene.path)
    empty_view.undo_stack.undo()
    empty_view.undo_stack.redo()
    assert not len(empty_view.path_panel.path)
    predictor = open_run(run)
    qtbot.waitUntil(lambda: len(empty_view.path_panel.path) == 5, timeout=10_000)
    assert np.array_equal(empty_view.path_panel.path.frames, predictor.decode_uint8(empty_view.paths.path.z))


def test_a_path_that_is_being_drawn_ends_with_its_model(
    qtbot: QtBot, empty_view: LatentMapView, open_run: Open, run: Path, other_run: Path
) -> None:
    open_run(run)
    empty_view.paths.begin(0.0, 0.0)
    empty_view.paths.extend(0.5, 0.5)
    qtbot.waitUntil(lambda: len(empty_view.path_panel.path) == 2, timeout=10_000)
    steps = empty_view.undo_stack.count()
    open_run(other_run)
    assert not len(empty_view.path_panel.path) and not len(empty_view.canvas.scene.path)
    empty_view.paths.extend(1.0, 1.0)
    empty_view.paths.end()
    assert empty_view.undo_stack.count() == steps
    assert not len(empty_view.path_panel.path)


def test_while_a_path_plays_nothing_is_said_of_the_point_before(
    qtbot: QtBot, empty_view: LatentMapView, open_run: Open, run: Path
) -> None:
    open_run(run)
    detail = empty_view.side.detail
    pick_image(qtbot, empty_view, 3)
    qtbot.waitUntil(lambda: "neighbours" in detail.nearest.text(), timeout=10_000)
    empty_view.paths.interpolate(np.zeros(2), np.ones(2), 5, spherical=False)
    qtbot.waitUntil(lambda: len(empty_view.path_panel.path) == 5, timeout=10_000)
    empty_view.path_panel.show_frame(2)
    assert detail.original.image is None and detail.nearest.text() == ""
    qtbot.waitUntil(lambda: detail.original.image is not None, timeout=10_000)  # at rest: of this point
    assert "neighbours" in detail.nearest.text()


def test_neighbours_are_told_as_soon_as_images_are_encoded(
    qtbot: QtBot, empty_view: LatentMapView, open_run: Open, run: Path, workspace: Workspace, few_digits: Dataset
) -> None:
    open_run(run)
    nearest = empty_view.side.detail.nearest
    workspace.data.show(None)
    empty_view.probe.pick(0.5, -0.5, -1)
    qtbot.waitUntil(lambda: nearest.text().startswith("No images are open"), timeout=10_000)
    workspace.data.show(few_digits)
    qtbot.waitUntil(lambda: nearest.text().startswith("Of 15 neighbours"), timeout=10_000)


def test_a_chosen_image_of_a_conditional_model_is_one_of_its_own_class(
    qtbot: QtBot, empty_view: LatentMapView, workspace: Workspace, open_run: Open, few_digits: Dataset, tmp_path: Path
) -> None:
    predictor = open_run(train(get_recipe("cvae"), few_digits, tmp_path / "classes"))
    assert empty_view.controller.encoded is not None
    row, table = 5, empty_view.controller.encoded.table
    index = int(empty_view.controller.encoded.indices[row])
    label = table.label(index)
    assert label is not None
    workspace.model.set_label((label + 1) % 10)
    qtbot.waitUntil(lambda: empty_view.controller.encoder.busy is False, timeout=10_000)
    pick_image(qtbot, empty_view, row)
    mine = predictor.given(label)
    wanted = mine.decode_uint8(mine.encode(table.image(index)).mu)[0]
    assert np.array_equal(empty_view.side.detail.decoded.image, wanted)
    pin = workspace.pins.all[0]
    assert pin.label == label
    place = mine.encode(pin.image).mu[0]
    qtbot.waitUntil(lambda: np.allclose(empty_view.pins.usable([0])[0].z, place, atol=1e-5))


@pytest.mark.parametrize(
    ("recipe", "posterior", "prior"), [("vae-2d", True, True), ("aae", False, True), ("autoencoder", False, False)]
)
def test_a_layer_that_a_model_has_nothing_for_is_refused_with_a_reason(
    qtbot: QtBot,
    empty_view: LatentMapView,
    workspace: Workspace,
    tmp_path: Path,
    recipe: str,
    posterior: bool,
    prior: bool,
) -> None:
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_file(save_untrained(get_recipe(recipe), tmp_path / "a.safetensors"))
    layers, scene = empty_view.side.layers, empty_view.canvas.scene
    assert layers.switch("posterior").isEnabled() is layers.slider("posterior").isEnabled() is posterior
    assert layers.switch("prior").isEnabled() is prior and (scene.prior is not None) is prior
    assert ("trained without one" in layers.switch("prior").toolTip()) is not prior


def test_the_maps_menu_is_up_to_date_when_it_opens(
    qtbot: QtBot, empty_view: LatentMapView, open_run: Open, run: Path
) -> None:
    empty_view.menu_actions()
    assert not empty_view.export.entry(FILM).isEnabled()
    open_run(run)
    empty_view.paths.interpolate(np.zeros(2), np.ones(2), 5, spherical=False)
    qtbot.waitUntil(lambda: len(empty_view.path_panel.path) == 5, timeout=10_000)
    assert empty_view.export.entry(FILM) in empty_view.menu_actions() and empty_view.export.entry(FILM).isEnabled()


def test_pins_of_older_versions_are_read(workspace: Workspace) -> None:
    workspace.runs_dir.mkdir(parents=True, exist_ok=True)
    (workspace.runs_dir / "pins.json").write_text('[{"name": "Old", "z": [1.0, 2.0], "image": null}]')
    pin = load_pins(workspace.runs_dir)[0]
    assert isinstance(pin, Pin) and pin.model == "" and pin.label is None


def test_an_image_left_before_there_is_a_map_is_shown_when_there_is_one(
    qtbot: QtBot, workspace: Workspace, run: Path, few_digits: Dataset
) -> None:
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_run(run)
    workspace.requests.map_image.leave(few_digits.val.images[0, 0].numpy().astype(np.float32) / 255)
    view = LatentMapView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.show()
    qtbot.waitUntil(lambda: len(view.canvas.scene.images) == 1, timeout=10_000)
    assert not workspace.requests.map_image.waits
