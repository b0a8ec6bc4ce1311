"""The chooser of models opens what it lists."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from vae_gui.views.shared.model_chooser import PROMPT, ModelChooser
from vae_gui.window.main_window import MainWindow
from vae_gui.workspace import run_list
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


@pytest.fixture
def shipped(tiny_predictor: Predictor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "small.safetensors"
    tiny_predictor.save(path)
    monkeypatch.setattr(run_list, "list_shipped_models", lambda: [path])
    return path


@pytest.fixture
def chooser(qtbot: QtBot, workspace: Workspace, shipped: Path) -> ModelChooser:
    chooser = ModelChooser(workspace)
    workspace.runs.look()
    qtbot.addWidget(chooser)
    qtbot.waitUntil(lambda: chooser.count() == 2, timeout=10_000)
    return chooser


def choose(chooser: ModelChooser, index: int) -> None:
    chooser.setCurrentIndex(index)
    chooser.activated.emit(index)


def test_a_shipped_model_is_opened(qtbot: QtBot, chooser: ModelChooser, workspace: Workspace) -> None:
    assert chooser.itemText(1) == "small (shipped)"
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        choose(chooser, 1)
    assert workspace.model.predictor is not None
    assert workspace.model.predictor.name == "vae-2d"


def test_a_run_is_listed_and_opened(qtbot: QtBot, chooser: ModelChooser, workspace: Workspace) -> None:
    assert workspace.data.dataset is not None
    recipe = Predictor.load(chooser.entries[0][1]).recipe.replace(epochs=1)
    run = RunFolder.create(workspace.runs_dir / "my run", recipe, "few")
    list(Trainer(recipe, workspace.data.dataset, run=run).steps())
    workspace.runs.look()
    qtbot.waitUntil(lambda: chooser.count() == 3, timeout=10_000)
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        choose(chooser, 2)
    assert workspace.model.run is not None
    assert workspace.model.run.name == "my run"


def test_it_names_what_is_open_however_that_was_opened(
    qtbot: QtBot, chooser: ModelChooser, workspace: Workspace, tiny_predictor: Predictor, shipped: Path, tmp_path: Path
) -> None:
    assert chooser.currentText() == PROMPT
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_file(shipped)
    assert chooser.currentText() == "small (shipped)"
    tiny_predictor.save(tmp_path / "elsewhere.safetensors")
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_file(tmp_path / "elsewhere.safetensors")
    assert chooser.currentText() == tiny_predictor.name, "in no list, so it has a line of its own"
    with qtbot.waitSignal(workspace.training.ended, timeout=60_000):
        workspace.training.start(tiny_predictor.recipe.replace(epochs=1))
    run = workspace.model.run
    assert run is not None
    qtbot.waitUntil(lambda: chooser.currentText() == run.name, timeout=10_000)


def test_box_title_and_status_bar_name_the_same_model(qtbot: QtBot, whole_window: MainWindow) -> None:
    """One that is shipped, and one that a run left."""
    workspace = whole_window.workspace
    qtbot.waitUntil(lambda: len(workspace.runs.shipped) > 1)
    for path in workspace.runs.shipped[:2]:
        workspace.model.open_file(path)
        qtbot.waitUntil(lambda: path.stem in whole_window.windowTitle())  # noqa: B023
        assert whole_window.windowTitle() == f"{path.stem} - Latent Explorer"
        assert whole_window.status.model.text().startswith(path.stem)
        boxes = whole_window.findChildren(ModelChooser)
        assert len(boxes) > 1 and {box.currentText() for box in boxes} == {f"{path.stem} (shipped)"}


def test_a_damaged_model_is_one_sentence_and_the_open_one_stays(
    qtbot: QtBot, chooser: ModelChooser, workspace: Workspace, tiny_predictor: Predictor, shipped: Path
) -> None:
    workspace.model.set_predictor(tiny_predictor)
    shipped.write_bytes(shipped.read_bytes()[:1000])
    with qtbot.waitSignal(workspace.messages.said, timeout=10_000, check_params_cb=lambda text: "small" in text):
        choose(chooser, 1)
    assert workspace.model.predictor is tiny_predictor
