"""The Compare view in a window of its own, on data that other processes can load, and some runs for it."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from vae_gui.views.compare.view import CompareView
from vae_gui.workspace.workspace import Workspace
from vae_models.data.load import Dataset, load_dataset
from vae_models.runs.folder import RunFolder


@pytest.fixture
def own_data(workspace: Workspace, few_digits: Dataset, tmp_path: Path) -> Dataset:
    """The workspace's data, as a file."""
    np.save(tmp_path / "few.npy", few_digits.train.images[:300, 0].numpy())
    dataset = load_dataset(str(tmp_path / "few.npy"))
    workspace.data.show(dataset)
    return dataset


@pytest.fixture
def view(qtbot: QtBot, workspace: Workspace) -> CompareView:
    view = CompareView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    view.resize(1280, 740)
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: view.workspace.runs.is_read, timeout=10_000)
    return view


@pytest.fixture
def three_runs(qtbot: QtBot, view: CompareView, make_run: MakeRun) -> list[RunFolder]:
    """Beta 1, 2 and 16: "a2", "a16", "b1"; shown in the view."""
    runs = [make_run("a2", beta=2.0), make_run("a16", beta=16.0), make_run("b1", "vae", beta=1.0)]
    view.workspace.runs.look()
    qtbot.waitUntil(lambda: len(view.workspace.runs.rows) == 3, timeout=10_000)
    return runs
