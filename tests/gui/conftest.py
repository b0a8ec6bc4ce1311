"""Views on the screen with the small model of the tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_gui import theme
from vae_gui.tasks import cost_gate
from vae_gui.views.lab.view import LabView
from vae_gui.views.latent_map.model import tile_decoder
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.explore.predictor import Predictor
from vae_models.recipe.named import Recipe
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer

MakeRun = Callable[..., RunFolder]


@pytest.fixture(autouse=True)
def _costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fast machine does at once is done at once on every machine, however busy; a test that wants it otherwise says so."""
    for module in (cost_gate, tile_decoder):
        monkeypatch.setattr(module, "time", SimpleNamespace(perf_counter=lambda: 0.0))


@pytest.fixture(autouse=True)
def usual_look(qapp: QApplication) -> Iterator[None]:
    """Colours and text size are the whole program's: the next test finds them as this one did."""
    yield
    theme.set_projected(False)
    if theme.text_scale() != 1.0 or theme.is_dark():
        theme.set_text_scale(qapp, 1.0)
        theme.apply_theme(qapp, False)


@pytest.fixture
def said(workspace: Workspace) -> list[str]:
    """The sentences that were shown to the user."""
    sentences: list[str] = []
    workspace.messages.said.connect(sentences.append)
    return sentences


@pytest.fixture
def lab_view(qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor) -> LabView:
    """The lab of a model with two dimensions."""
    workspace.model.set_predictor(tiny_predictor)
    view = LabView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.resize(1280, 740)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def whole_window(qtbot: QtBot, qapp: QApplication, workspace: Workspace, tiny_predictor: Predictor) -> MainWindow:
    """The window with all its views built and a model in it, as large as a small screen."""
    workspace.model.set_predictor(tiny_predictor)
    window = MainWindow(workspace, Preferences(qapp, workspace.settings))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.build_first_view()
    for name in window.views.names:
        window.views.build(name)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def make_run(workspace: Workspace, few_digits: Dataset) -> MakeRun:
    """Trains a small recipe into a folder of the workspace, or another one."""

    def make(name: str, recipe: str | Recipe = "vae-2d", folder: Path | None = None, **values: float) -> RunFolder:
        base = get_recipe(recipe) if isinstance(recipe, str) else recipe
        small = base.replace(**({"epochs": 1, "hidden": (8, 8), "batch_size": 100} | values))
        run = RunFolder.create((folder or workspace.runs_dir) / name, small, "few")
        list(Trainer(small, few_digits, run=run).steps())
        return run

    return make
