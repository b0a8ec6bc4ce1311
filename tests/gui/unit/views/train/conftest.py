"""The Train view in a window of its own, closed as the program closes it."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.train.hand import wait_for_runs
from vae_gui.views.train.view import TrainingView
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


@pytest.fixture
def view(qtbot: QtBot, workspace: Workspace) -> TrainingView:
    view = TrainingView(workspace)

    def close(_: object) -> None:
        workspace.training.control.stop()
        qtbot.waitUntil(lambda: not workspace.training.under_way, timeout=20_000)
        view.shut_down()

    qtbot.addWidget(view, before_close_func=close)
    view.resize(1280, 760)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def past_run(view: TrainingView, few_digits: Dataset, qtbot: QtBot) -> RunFolder:
    recipe = get_recipe("beta-vae").replace(epochs=2)
    run = RunFolder.create(view.workspace.runs_dir / "old", recipe, "few")
    list(Trainer(recipe, few_digits, run=run).steps())
    view.workspace.runs.look()
    wait_for_runs(qtbot, view, ["old"])
    view.runs.select(run.path)
    return run
