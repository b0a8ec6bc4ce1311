"""The map follows a model that trains, and goes back through its snapshots."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui.views.latent_map.model import encoder as encoder_module
from vae_gui.views.latent_map.model.encoder import DataEncoder, Encoded
from vae_gui.views.latent_map.model.image_table import ImageTable
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer

Settle = Callable[[LatentMapView], None]


@pytest.fixture(scope="session")
def run_path(tmp_path_factory: pytest.TempPathFactory, few_digits: Dataset) -> Path:
    """A finished run with its snapshots."""
    path = tmp_path_factory.mktemp("runs") / "vae-2d-1"
    recipe = get_recipe("vae-2d").replace(epochs=3, batch_size=32)
    list(Trainer(recipe, few_digits, run=RunFolder.create(path, recipe, "few")).steps())
    return path


@pytest.fixture
def run_view(
    empty_view: LatentMapView, workspace: Workspace, run_path: Path, settle: Settle, qtbot: QtBot
) -> LatentMapView:
    with qtbot.waitSignal(workspace.model.predictor_changed):
        workspace.model.open_run(run_path)
    settle(empty_view)
    qtbot.waitUntil(lambda: len(empty_view.timeline.snapshots) > 3)
    return empty_view


def check_tile(view: LatentMapView, predictor: Predictor) -> bool:
    mosaic = view.canvas.scene.mosaic
    assert mosaic is not None
    s, t = mosaic.region.centres()
    expected = predictor.decode_uint8(np.array([s[4], t[9]]))[0]
    return bool(np.abs(mosaic.tiles[9, 4].astype(int) - expected).max() <= 1)


def train_until(qtbot: QtBot, workspace: Workspace, enough: Callable[[], bool]) -> None:
    """Trains for as long as it takes, on a quick machine and on a slow one, then stops."""
    workspace.training.start(get_recipe("vae-2d").replace(epochs=10_000, batch_size=16))
    qtbot.waitUntil(enough, timeout=60_000)
    with qtbot.waitSignal(workspace.training.ended, timeout=60_000):
        workspace.training.control.stop()


def test_the_map_follows_the_training(
    empty_view: LatentMapView, workspace: Workspace, settle: Settle, qtbot: QtBot
) -> None:
    seen: list[Predictor] = []
    drifts: list[np.ndarray] = []
    empty_view.controller.model_changed.connect(lambda: seen.append(empty_view.controller.predictor))
    empty_view.controller.encoded_changed.connect(lambda: drifts.append(empty_view.canvas.scene.points[:50].copy()))
    train_until(qtbot, workspace, lambda: len({*map(id, seen)}) >= 3 and len(drifts) >= 2)
    settle(empty_view)
    assert workspace.model.predictor is not None and empty_view.controller.predictor is workspace.model.predictor
    assert not np.allclose(drifts[0], drifts[-1])
    assert check_tile(empty_view, workspace.model.predictor)
    assert workspace.model.run is not None
    kept = [snapshot.epoch for snapshot in workspace.model.run.snapshots()]
    qtbot.waitUntil(lambda: [snapshot.epoch for snapshot in empty_view.timeline.snapshots] == kept)


def test_the_map_spares_the_trainer_and_shows_its_end_at_once(
    empty_view: LatentMapView, workspace: Workspace, qtbot: QtBot
) -> None:
    seen: list[Predictor | None] = []
    given: list[Predictor] = []
    empty_view.following.soon.stop()
    empty_view.following.soon.setInterval(600_000)
    empty_view.controller.model_changed.connect(lambda: seen.append(empty_view.controller.predictor))
    workspace.model.predictor_changed.connect(given.append)
    train_until(qtbot, workspace, lambda: len(given) > 3)
    shown = [predictor for predictor in seen if predictor is not None]
    assert len(shown) == 2, "the first, and when it ended the last"
    assert shown[1] is workspace.model.predictor


def test_a_hidden_map_lets_the_model_pass_and_catches_up(
    view: LatentMapView, workspace: Workspace, tiny_predictor: Predictor, run_path: Path, settle: Settle
) -> None:
    view.hide()
    other = Predictor.load(run_path)
    workspace.model.set_predictor(other)
    assert view.controller.predictor is tiny_predictor
    view.show()
    settle(view)
    assert view.controller.predictor is other and check_tile(view, other)


def test_the_chosen_point_sharpens_with_the_model(
    view: LatentMapView, workspace: Workspace, free: tuple[float, float], run_path: Path, settle: Settle
) -> None:
    z = np.array(Hand(view).click(*free))
    other = Predictor.load(run_path)
    workspace.model.set_predictor(other)
    settle(view)
    assert np.array_equal(view.side.detail.decoded.image, other.decode_uint8(z)[0])


def test_the_time_slider_scrubs_back_and_returns(
    run_view: LatentMapView, run_path: Path, settle: Settle, qtbot: QtBot
) -> None:
    run = RunFolder.open(run_path)
    snapshots = run.snapshots()
    assert [snapshot.epoch for snapshot in run_view.timeline.snapshots] == [snapshot.epoch for snapshot in snapshots]
    assert snapshots[0].epoch == 0 and sum(0 < snapshot.epoch < 1 for snapshot in snapshots) >= 5
    last = run_view.controller.predictor
    for place in (0, 4):
        run_view.timeline.slider.setValue(place)
        then = run.load_snapshot(snapshots[place])
        qtbot.waitUntil(lambda then=then: check_tile(run_view, then))
        settle(run_view)
        np.testing.assert_allclose(
            run_view.canvas.scene.points[:20],
            then.encode(run_view.controller.table.images(run_view.controller.encoded.indices[:20])).mu,
            atol=1e-4,
        )
    assert "epoch 0.4" in run_view.timeline.label.text()
    QTest.keyClick(run_view.timeline.slider, Qt.Key.Key_End)
    settle(run_view)
    assert run_view.timeline.live and run_view.timeline.label.text() == "now"
    assert run_view.controller.predictor is last and check_tile(run_view, last)


def test_the_training_plays_from_its_beginning_to_now(run_view: LatentMapView, qtbot: QtBot) -> None:
    places: list[int] = []
    run_view.timeline.slider.valueChanged.connect(places.append)
    qtbot.mouseClick(run_view.timeline.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: run_view.timeline.live and len(places) > 3)
    assert places == list(range(len(run_view.timeline.snapshots) + 1))
    assert not run_view.timeline.player.playing


def test_a_snapshot_that_is_gone_is_one_sentence(run_view: LatentMapView, said: list[str], qtbot: QtBot) -> None:
    gone = run_view.timeline.snapshots[2].path
    kept = gone.read_bytes()
    before = run_view.controller.predictor
    gone.unlink()
    try:
        run_view.timeline.slider.setValue(2)
        qtbot.waitUntil(lambda: bool(said))
        assert gone.name in said[0]
        assert run_view.controller.predictor is before
    finally:
        gone.write_bytes(kept)


def test_while_training_a_part_of_the_data_is_encoded_and_all_of_it_afterwards(
    qtbot: QtBot, few_digits: Dataset, tiny_predictor: Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_module, "LIVE_IMAGES", 300)
    monkeypatch.setattr(encoder_module, "PIECE", 300)
    monkeypatch.setattr(encoder_module, "TELL_SECONDS", 0.0)
    encoder = DataEncoder()
    sizes: list[int] = []
    encoder.encoded.connect(lambda encoded: sizes.append(len(encoded)))
    encoder.set_table(ImageTable(few_digits))
    encoder.set_predictor(tiny_predictor, live=True)
    qtbot.waitUntil(lambda: sizes == [300] and not encoder.busy)
    encoder.set_live(False)
    qtbot.waitUntil(lambda: sizes == [300, 600, 800])
    latest = encoder.latest
    assert isinstance(latest, Encoded) and latest.complete
    assert sorted(latest.indices.tolist()) == list(range(800))
    expected = tiny_predictor.encode(few_digits.train.images.numpy()[:, 0]).mu
    np.testing.assert_allclose(latest.mu[np.argsort(latest.indices)][:600], expected, atol=1e-5)
    encoder.close()


def test_the_table_numbers_training_validation_and_test_images(few_digits: Dataset) -> None:
    table = ImageTable(few_digits)
    assert len(table) == 800
    assert np.array_equal(table.image(5), few_digits.train.images[5, 0].numpy())
    assert np.array_equal(table.image(603), few_digits.val.images[3, 0].numpy())
    label = int(few_digits.val.labels[3])
    assert table.describe(603) == f"{label} (validation image 3)"
    assert np.array_equal(table.images(np.array([603, 5]))[1], table.image(5))
