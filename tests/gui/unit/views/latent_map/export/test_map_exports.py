"""What leaves the map: PNG in exact pixels, GIF, CSV."""

import csv
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.latent_map.conftest import Draw
from tests.gui.unit.views.latent_map.hand import Hand
from vae_gui.views.latent_map.export import EXPORTS, FILM, MANIFOLD, PINS, POINTS, STRIP, TRAINING, menu
from vae_gui.views.latent_map.export.export import Export as MapExport, MapContents, Write
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer

Export = Callable[[QAction], Path]


@pytest.fixture
def export(view: LatentMapView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Export:
    """Chooses an entry of the export menu and waits until the file is written."""
    monkeypatch.setattr(menu, "ask_target", lambda parent, title, name, kind: tmp_path / name)

    def run(action: QAction) -> Path:
        view.export.aboutToShow.emit()
        assert action.isEnabled()
        with qtbot.waitSignal(
            view.workspace.messages.said, check_params_cb=lambda text: text.startswith("Saved to ")
        ) as told:
            action.trigger()
        return Path(told.args[0].removeprefix("Saved to "))

    return run


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


@pytest.mark.parametrize("factor", [1, 4])
def test_the_manifold_in_exact_pixels_or_scaled(
    view: LatentMapView, export: Export, tiny_predictor: Predictor, factor: int
) -> None:
    view.export.factor = factor
    picture = pixels(export(view.export.entry(MANIFOLD)))
    assert picture.shape == (20 * 28 * factor, 20 * 28 * factor)
    tile = picture[::factor, ::factor][:28, 28:56]
    expected = tiny_predictor.decode_uint8(np.array([-3 + 1.5 * 0.3, 3 - 0.5 * 0.3]))[0]
    assert np.abs(tile.astype(int) - expected).max() <= 1


def test_the_path_as_an_animation_and_as_a_strip(draw: Draw, view: LatentMapView, export: Export) -> None:
    draw([(-1.0, 0.0), (1.0, 0.5)])
    frames = view.paths.path.frames
    strip = pixels(export(view.export.entry(STRIP)))
    assert np.array_equal(strip, np.concatenate(list(frames), axis=1))
    with Image.open(export(view.export.entry(FILM))) as film:
        shown = [np.asarray(film.convert("L")) for number in range(film.n_frames) if film.seek(number) is None]
    there_and_back = [*frames, *frames[-2:0:-1]]
    distinct = [there_and_back[0]] + [b for a, b in pairwise(there_and_back) if (a != b).any()]
    assert len(shown) == len(distinct)
    assert all(np.array_equal(a, b) for a, b in zip(shown, distinct, strict=True))


def test_the_pins_as_one_picture(hand: Hand, view: LatentMapView, export: Export, tiny_predictor: Predictor) -> None:
    view.canvas.set_layers(view.canvas.scene.layers.changed("points", shown=False))
    for place in [(-1.0, 0.0), (1.0, 0.5), (0.0, 2.0)]:
        hand.click(*place)
    picture = pixels(export(view.export.entry(PINS)))
    assert picture.shape == (28, 84)
    expected = tiny_predictor.decode_uint8(view.workspace.pins.all[1].z)[0]
    assert np.abs(picture[:, 28:56].astype(int) - expected).max() <= 1


def test_the_points_as_a_table(
    view: LatentMapView, export: Export, tiny_predictor: Predictor, few_digits: Dataset
) -> None:
    with export(view.export.entry(POINTS)).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["index", "label", "mu1", "mu2", "sigma1", "sigma2"]
    assert [int(row["index"]) for row in rows] == list(range(800))
    posterior = tiny_predictor.encode(few_digits.train.images[17, 0].numpy())
    assert rows[17]["label"] == str(int(few_digits.train.labels[17]))
    assert float(rows[17]["mu2"]) == pytest.approx(posterior.mu[0, 1], rel=1e-4, abs=1e-5)
    assert float(rows[17]["sigma1"]) == pytest.approx(posterior.sigma[0, 0], rel=1e-4)


def test_the_training_as_an_animation(
    view: LatentMapView, export: Export, workspace: Workspace, few_digits: Dataset, tmp_path: Path, qtbot: QtBot
) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=1, batch_size=32)
    run = RunFolder.create(tmp_path / "run", recipe, "few")
    list(Trainer(recipe, few_digits, run=run).steps())
    workspace.model.set_run(run)
    qtbot.waitUntil(lambda: len(view.timeline.snapshots) == len(run.snapshots()) > 3)
    with Image.open(export(view.export.entry(TRAINING))) as film:
        assert film.n_frames == len(run.snapshots())
        first = np.asarray(film.convert("RGB")).astype(int)
        film.seek(film.n_frames - 1)
        last = np.asarray(film.convert("RGB")).astype(int)
    assert first.shape == (560, 560, 3) and np.abs(first - last).mean() > 1


def test_a_place_that_cannot_be_written_is_one_sentence(
    view: LatentMapView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    monkeypatch.setattr(menu, "ask_target", lambda parent, title, name, kind: tmp_path / "no" / "such" / name)
    with qtbot.waitSignal(view.workspace.messages.said) as told:
        view.export.entry(MANIFOLD).trigger()
    assert "could not be written" in told.args[0]


def test_what_is_not_there_cannot_be_exported(empty_view: LatentMapView) -> None:
    empty_view.export.aboutToShow.emit()
    assert not any(empty_view.export.entry(export).isEnabled() for export in EXPORTS)


def test_an_export_that_was_added_is_an_entry_that_writes(
    qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(contents: MapContents, factor: int) -> Write | None:
        title = contents.controller.canvas.scene.titles.horizontal
        return (lambda job, path: path.write_text(f"{title} x{factor}")) if contents.controller.predictor else None

    axis = MapExport("Axis as text…", "What the axis is called", "axis.txt", "Texts (*.txt)", prepare)
    monkeypatch.setattr(menu, "ask_target", lambda parent, title, name, kind: tmp_path / name)
    view = LatentMapView(workspace, exports=(*EXPORTS, axis))
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    entry = view.export.entry(axis)
    assert entry in view.menu_actions() and not entry.isEnabled()
    workspace.model.set_predictor(tiny_predictor)
    with qtbot.waitExposed(view):
        view.show()
    assert entry in view.menu_actions() and entry.isEnabled()
    with qtbot.waitSignal(
        workspace.messages.said, check_params_cb=lambda text: text == f"Saved to {tmp_path / 'axis.txt'}"
    ):
        entry.trigger()
    assert (tmp_path / "axis.txt").read_text() == f"{view.canvas.scene.titles.horizontal} x1"
