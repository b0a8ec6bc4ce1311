"""A run is shown with the data that it was trained on, or with none."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.whose_picture import save_digits, save_untrained, train
from vae_gui.views.latent_map.view import LatentMapView
from vae_gui.views.train.data_panel import DataPanel
from vae_gui.workspace.model_origin import origin_of
from vae_gui.workspace.run_list import TRASH
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset, load_dataset
from vae_models.runs.folder import RunFolder


@pytest.fixture
def own_data(digits: Dataset, tmp_path: Path) -> Path:
    return save_digits(digits, 0, tmp_path / "own.npz")


@pytest.fixture
def own_run(own_data: Path, tmp_path: Path) -> Path:
    """Trained on a file of one's own."""
    return train(get_recipe("vae-2d"), load_dataset(own_data), tmp_path / "runs" / "mine")


def open_run(qtbot: QtBot, workspace: Workspace, path: Path) -> None:
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_run(path)


def test_a_run_brings_its_own_data(qtbot: QtBot, workspace: Workspace, own_run: Path, own_data: Path) -> None:
    panel = DataPanel(workspace)
    qtbot.addWidget(panel)
    seen = []
    workspace.data.changed.connect(seen.append)
    open_run(qtbot, workspace, own_run)
    qtbot.waitUntil(lambda: workspace.data.dataset is not None, timeout=10_000)
    assert workspace.data.dataset is not None and workspace.data.dataset.name == str(own_data)
    assert seen == [None, workspace.data.dataset], "never other data beside this model"
    assert panel.chooser.currentData() == str(own_data)


def test_the_first_model_brings_its_data_too(
    qtbot: QtBot, empty_workspace: Workspace, own_run: Path, own_data: Path
) -> None:
    loaded: list[str] = []
    empty_workspace.data.loading.connect(loaded.append)
    empty_workspace.models_ready.connect(lambda: empty_workspace.model.open_run(own_run))
    with qtbot.waitSignal(empty_workspace.data.changed, timeout=20_000):
        empty_workspace.start()
    assert loaded == [str(own_data)], "the default data are not loaded in vain"


def test_data_that_are_gone_are_a_sentence_and_no_points(
    qtbot: QtBot, workspace: Workspace, own_run: Path, own_data: Path
) -> None:
    own_data.rename(own_data.with_name("moved.npz"))
    view = LatentMapView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.show()
    with qtbot.waitSignal(workspace.data.failed, timeout=10_000) as told:
        workspace.model.open_run(own_run)
    assert "mine was trained on" in told.args[0] and "own.npz" in told.args[0]
    assert workspace.data.dataset is None and workspace.model.predictor is not None
    assert not len(view.canvas.scene.points) and "No images are open" in view.side.notice


def test_data_that_are_gone_are_replaced_by_no_others_until_a_model_wants_others(
    qtbot: QtBot, workspace: Workspace, own_run: Path, own_data: Path, tmp_path: Path
) -> None:
    own_data.rename(own_data.with_name("moved.npz"))
    with qtbot.waitSignal(workspace.data.failed, timeout=10_000):
        workspace.model.open_run(own_run)
    loaded: list[str] = []
    workspace.data.loading.connect(loaded.append)
    open_run(qtbot, workspace, own_run)  # as when it has grown
    with qtbot.waitSignal(workspace.messages.said, timeout=10_000):
        workspace.model.open_file(tmp_path / "no model.safetensors")
    assert not loaded and workspace.data.dataset is None
    unknown = save_untrained(get_recipe("vae-2d"), tmp_path / "unknown.safetensors")
    with qtbot.waitSignal(workspace.data.changed, timeout=20_000):
        workspace.model.open_file(unknown)
    assert workspace.data.dataset is not None, "of this one nobody knows what it learnt from"


def test_what_was_open_before_is_still_at_hand(
    qtbot: QtBot, workspace: Workspace, own_run: Path, few_digits: Dataset
) -> None:
    few = train(get_recipe("vae-2d"), few_digits, workspace.runs_dir / "few")
    open_run(qtbot, workspace, own_run)
    qtbot.waitUntil(lambda: workspace.data.dataset is not None, timeout=10_000)
    open_run(qtbot, workspace, few)
    assert workspace.data.dataset is few_digits


def test_other_data_can_be_chosen_for_a_run(
    qtbot: QtBot, workspace: Workspace, own_run: Path, few_digits: Dataset
) -> None:
    open_run(qtbot, workspace, own_run)
    qtbot.waitUntil(lambda: workspace.data.dataset is not None, timeout=10_000)
    workspace.data.show(few_digits)
    open_run(qtbot, workspace, own_run)
    assert workspace.data.dataset is few_digits, "it is open already: what a person has chosen since stays"


def test_images_of_another_size_are_a_sentence_and_no_points(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    view = LatentMapView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.show()
    wide = save_untrained(get_recipe("vae-2d").replace(image_shape=(64, 64)), tmp_path / "wide.safetensors")
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_file(wide)
    assert workspace.data.dataset is not None, "of a file nobody knows what it learnt from: the open data stay"
    assert (
        view.side.notice == "The open images have 28 × 28 pixels, but this model sees 64 × 64, so there are no points."
    )
    qtbot.waitUntil(lambda: not view.controller.encoder.busy, timeout=10_000)
    assert not len(view.canvas.scene.points)


def test_a_folder_of_public_data_that_is_gone_is_not_looked_into(few_digits: Dataset, tmp_path: Path) -> None:
    recipe = get_recipe("vae-2d")
    there = RunFolder.create(tmp_path / "there", recipe, "fashion-mnist", tmp_path)
    gone = RunFolder.create(tmp_path / "gone", recipe, "fashion-mnist", tmp_path / "no such folder")
    assert origin_of(there).data_dir == tmp_path and origin_of(gone).data_dir is None


def test_a_run_that_comes_back_is_not_taken_for_the_model_that_was_opened_since(
    qtbot: QtBot, workspace: Workspace, own_run: Path, tmp_path: Path
) -> None:
    open_run(qtbot, workspace, own_run)
    trash = workspace.runs_dir / TRASH / "mine-1"
    trash.parent.mkdir()
    own_run.rename(trash)
    workspace.model.run_moved(own_run, trash)
    file = save_untrained(get_recipe("vae-2d"), tmp_path / "other.safetensors")
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_file(file)
    trash.rename(own_run)
    workspace.model.run_moved(trash, own_run)
    assert workspace.model.run is None
    assert workspace.model.origin is not None and workspace.model.origin.path == file
