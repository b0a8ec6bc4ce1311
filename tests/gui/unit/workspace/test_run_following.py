"""The open run grows while somebody else trains it."""

import shutil

import pytest
from pytestqt.qtbot import QtBot

from vae_gui.workspace.run_following import RunFollower
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.runs.folder import RunFolder
from vae_models.training.events import EpochDone
from vae_models.training.trainer import Trainer


@pytest.fixture
def follower(workspace: Workspace) -> RunFollower:
    workspace.runs.interval_ms = 30  # instead of two seconds
    workspace.runs.look()
    return RunFollower(workspace)


@pytest.fixture
def elsewhere(workspace: Workspace, few_digits: Dataset) -> Trainer:
    """A training of which this program knows nothing but its folder."""
    recipe = get_recipe("vae-2d").replace(epochs=4)
    return Trainer(recipe, few_digits, run=RunFolder.create(workspace.runs_dir / "far", recipe, "few"))


def one_epoch(trainer: Trainer) -> None:
    steps = trainer.steps()
    next(event for event in steps if isinstance(event, EpochDone))
    steps.close()


def test_an_open_run_is_seen_to_grow(
    qtbot: QtBot, workspace: Workspace, follower: RunFollower, elsewhere: Trainer
) -> None:
    one_epoch(elsewhere)
    assert elsewhere.run is not None
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_run(elsewhere.run.path)
    for epoch in (2, 3):
        qtbot.waitUntil(lambda: workspace.runs.followed is not None)
        with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
            one_epoch(elsewhere)
        assert workspace.model.predictor is not None and workspace.model.predictor.epoch == epoch
        assert workspace.model.run is not None and len(workspace.model.run.metrics()) == epoch


def test_an_open_run_that_vanishes_stays_as_it_was(
    qtbot: QtBot, workspace: Workspace, follower: RunFollower, elsewhere: Trainer
) -> None:
    one_epoch(elsewhere)
    assert elsewhere.run is not None
    with qtbot.waitSignal(workspace.model.predictor_changed, timeout=10_000):
        workspace.model.open_run(elsewhere.run.path)
    qtbot.waitUntil(lambda: workspace.runs.followed is not None)
    model = workspace.model.predictor
    shutil.rmtree(elsewhere.run.path)
    with (
        qtbot.waitSignals([workspace.runs.looked] * 3, timeout=10_000),
        qtbot.assertNotEmitted(workspace.messages.said),
    ):
        pass
    assert workspace.model.predictor is model


def test_what_the_window_trains_itself_is_not_opened_again(
    qtbot: QtBot, workspace: Workspace, follower: RunFollower, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(workspace.model, "open_run", opened.append)
    with qtbot.waitSignal(workspace.training.ended, timeout=20_000):
        workspace.training.start(get_recipe("vae-2d").replace(epochs=5))
    with qtbot.waitSignals([workspace.runs.looked] * 3, timeout=10_000):
        pass
    assert opened == []
