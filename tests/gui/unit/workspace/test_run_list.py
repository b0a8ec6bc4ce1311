"""One list of runs for the whole window, those of sweeps and ablations included."""

import json
import socket

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeRun
from vae_gui.views.compare.view import CompareView
from vae_gui.views.lab.canvas.denoiser_chooser import DenoiserChooser
from vae_gui.views.shared.model_chooser import ModelChooser
from vae_gui.views.train.runs.panel import RunsPanel
from vae_gui.views.train.view import TrainingView
from vae_gui.workspace import run_list
from vae_gui.workspace.run_rows import RunReader
from vae_gui.workspace.workspace import Workspace
from vae_models import get_recipe
from vae_models.data.load import Dataset
from vae_models.runs.folder import RunFolder
from vae_models.runs.provenance import provenance_here
from vae_models.training.trainer import Trainer


@pytest.fixture
def view(qtbot: QtBot, workspace: Workspace) -> TrainingView:
    view = TrainingView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.shut_down())
    return view


@pytest.fixture
def panel(view: TrainingView) -> RunsPanel:
    return view.runs


def shown(panel: RunsPanel) -> list[str]:
    return [item.text(0) for item in map(panel.tree.topLevelItem, range(panel.tree.topLevelItemCount())) if item]


def test_a_sweeps_runs_are_in_every_list_of_runs(
    qtbot: QtBot, workspace: Workspace, panel: RunsPanel, make_run: MakeRun
) -> None:
    boxes = [ModelChooser(workspace), DenoiserChooser(workspace)]
    compare = CompareView(workspace)
    for widget in boxes:
        qtbot.addWidget(widget)
    qtbot.addWidget(compare, before_close_func=lambda _: compare.shut_down())
    make_run("latent_dim=2", folder=workspace.runs_dir / "ablation")
    (workspace.runs_dir / "ablation" / "sweep.json").write_text("{}")
    with qtbot.waitSignal(workspace.runs.rows_changed, timeout=10_000):
        workspace.runs.look()
    assert shown(panel) == ["ablation/latent_dim=2"]
    assert boxes[0].findText("ablation/latent_dim=2") > 0 and boxes[1].findText("Run ablation/latent_dim=2") > 0
    assert [row.name for row in compare.workspace.runs.rows] == ["ablation/latent_dim=2"]
    assert compare.table.sorted.rowCount() == 1


def test_a_run_that_was_killed_before_its_first_step_is_gone_with_the_next_start(
    qtbot: QtBot, empty_workspace: Workspace, few_digits: Dataset
) -> None:
    recipe = get_recipe("vae-2d").replace(epochs=1, batch_size=100)
    trained, killed = (
        RunFolder.create(empty_workspace.runs_dir / name, recipe, "few") for name in ("trained", "killed")
    )
    list(Trainer(recipe, few_digits, run=trained).steps())
    for run in (trained, killed):
        (run.path / ".lock").write_text(f"{2**30} {socket.gethostname()}\n")  # a number that no process has
    with qtbot.waitSignal(empty_workspace.runs.rows_changed, timeout=10_000):
        empty_workspace.start()
    assert [row.name for row in empty_workspace.runs.rows] == ["trained"]
    assert trained.path.exists() and not killed.path.exists()


def test_one_change_is_one_look_however_many_lists_there_are(
    qtbot: QtBot, workspace: Workspace, panel: RunsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (ModelChooser, ModelChooser, ModelChooser, DenoiserChooser):
        qtbot.addWidget(kind(workspace))
    qtbot.waitUntil(lambda: workspace.runs.is_read, timeout=10_000)
    looks: list[object] = []
    read = RunReader.read
    monkeypatch.setattr(RunReader, "read", lambda reader, *args: looks.append(args) or read(reader, *args))
    with qtbot.waitSignal(workspace.runs.looked, timeout=10_000):
        workspace.runs.look()
    assert len(looks) == 1


def test_what_changes_during_a_look_is_seen_by_the_next_one_at_once(
    qtbot: QtBot, workspace: Workspace, make_run: MakeRun
) -> None:
    workspace.runs.interval_ms = 3_600_000
    qtbot.waitUntil(lambda: workspace.runs.is_read, timeout=10_000)
    workspace.runs.look()
    make_run("late")
    workspace.runs.look()
    qtbot.waitUntil(lambda: [row.name for row in workspace.runs.rows] == ["late"], timeout=10_000)


def test_a_slow_disk_is_given_a_rest(qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter((0.0, 100.0))
    workspace.runs.close()
    listed = run_list.RunList(workspace.settings, workspace.runs_dir)
    monkeypatch.setattr(run_list.time, "monotonic", lambda: next(now))
    with qtbot.waitSignal(listed.looked, timeout=10_000):
        listed.start()
    (timer,) = listed.findChildren(QTimer)
    assert timer.interval() >= 1_000_000
    listed.close()


def test_a_list_that_is_open_is_not_filled_again_for_nothing(
    qtbot: QtBot, workspace: Workspace, make_run: MakeRun
) -> None:
    run, chooser = make_run("one", epochs=2), ModelChooser(workspace)
    qtbot.addWidget(chooser)
    workspace.runs.look()
    qtbot.waitUntil(lambda: chooser.findText("one") > 0, timeout=10_000)
    chooser.setCurrentIndex(chooser.findText("one"))
    run.write_metrics(run.metrics()[:1])
    with qtbot.waitSignal(workspace.runs.rows_changed, timeout=10_000):
        workspace.runs.look()
    assert chooser.currentText() == "one"


def test_the_run_that_begins_is_selected_whatever_was_selected_before(
    qtbot: QtBot, workspace: Workspace, panel: RunsPanel, make_run: MakeRun
) -> None:
    old = make_run("old")
    workspace.runs.look()
    qtbot.waitUntil(lambda: shown(panel) == ["old"], timeout=10_000)
    panel.select(old.path)
    with qtbot.waitSignal(workspace.training.ended, timeout=30_000):
        workspace.training.start(old.recipe)
    qtbot.waitUntil(lambda: len(shown(panel)) == 2, timeout=10_000)
    selected = panel.tree.selected()
    assert workspace.model.run is not None and selected == workspace.model.run.path


def test_names_are_cut_in_the_middle_and_whole_in_the_tooltip(
    qtbot: QtBot, workspace: Workspace, panel: RunsPanel, make_run: MakeRun
) -> None:
    make_run("unet-denoiser-with-a-long-name-1")
    workspace.runs.look()
    qtbot.waitUntil(lambda: bool(shown(panel)), timeout=10_000)
    item = panel.tree.topLevelItem(0)
    assert item is not None and "unet-denoiser-with-a-long-name-1" in item.toolTip(0)
    assert panel.tree.textElideMode() == Qt.TextElideMode.ElideMiddle


def test_the_tooltip_says_what_the_run_is_by_now(
    qtbot: QtBot, workspace: Workspace, panel: RunsPanel, few_digits: Dataset
) -> None:
    run = RunFolder.create(workspace.runs_dir / "run", get_recipe("vae-2d"), "few")
    workspace.runs.look()
    qtbot.waitUntil(lambda: bool(shown(panel)), timeout=10_000)
    item = panel.tree.topLevelItem(0)
    assert item is not None and "Trained with" not in item.toolTip(0)
    assert f"{run.date:%Y-%m-%d %H:%M:%S}" in item.toolTip(0).splitlines()
    run.set_provenance(provenance_here(few_digits, "cpu", "float32", 1))
    workspace.runs.look()
    panel.tree.setCurrentItem(item)
    panel.tree.edit_name()
    editor = panel.tree.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "best")
    qtbot.waitUntil(lambda: "Trained with Latent Explorer" in item.toolTip(0), timeout=10_000)
    assert editor.text() == "best", "what is being typed stays"


def test_what_a_file_says_stands_letter_by_letter_in_the_tooltip(
    qtbot: QtBot, workspace: Workspace, panel: RunsPanel, make_run: MakeRun
) -> None:
    file = make_run("run").path / "recipe.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"created": "<img src='x'>"}))
    workspace.runs.look()
    qtbot.waitUntil(lambda: bool(shown(panel)), timeout=10_000)
    item = panel.tree.topLevelItem(0)
    assert item is not None and "<img src='x'>" in item.toolTip(0).splitlines()


def test_a_run_of_a_sweep_keeps_its_name_and_can_be_deleted(
    qtbot: QtBot, workspace: Workspace, view: TrainingView, panel: RunsPanel, make_run: MakeRun
) -> None:
    run = make_run("beta=4", folder=workspace.runs_dir / "sweep")
    (workspace.runs_dir / "sweep" / "sweep.json").write_text("{}")
    workspace.runs.look()
    qtbot.waitUntil(lambda: shown(panel) == ["sweep/beta=4"], timeout=10_000)
    item = panel.tree.topLevelItem(0)
    assert item is not None
    with qtbot.waitSignal(workspace.messages.said, check_params_cb=lambda text: "keeps its name" in text):
        item.setText(0, "other")
    assert shown(panel) == ["sweep/beta=4"]
    panel.select(run.path)
    panel.run_actions["delete"].trigger()
    qtbot.waitUntil(lambda: shown(panel) == [], timeout=10_000)
    assert not run.path.exists()
    view.undo_stack.undo()
    qtbot.waitUntil(lambda: shown(panel) == ["sweep/beta=4"], timeout=10_000)
