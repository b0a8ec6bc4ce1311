"""What is open after the start."""

import shutil
import socket

from vae_gui.startup import first_model
from vae_gui.startup.first_model import FirstModel
from vae_models import get_recipe
from vae_models.runs.folder import RunFolder
from vae_models.training.trainer import Trainer


def found_by(qtbot, chooser):
    with qtbot.waitSignal(chooser.found, timeout=10_000) as found:
        chooser.look()
    return found.args[0]


def test_the_run_that_was_open_last_is_opened_again(workspace, qtbot):
    chooser = FirstModel(workspace)
    with qtbot.waitSignal(workspace.training.ended):
        workspace.training.start(get_recipe("vae-2d").replace(epochs=1))
    run = workspace.model.run
    assert found_by(qtbot, FirstModel(workspace)) == found_by(qtbot, chooser) == run.path


def test_a_run_that_was_killed_before_its_first_step_is_not_the_first(workspace, qtbot, few_digits):
    killed = RunFolder.create(workspace.runs_dir / "killed", get_recipe("vae-2d"), "few")
    Trainer(killed.recipe, few_digits, run=killed).save()
    workspace.settings.setValue("session/run", str(killed.path))
    chooser = FirstModel(workspace)
    assert found_by(qtbot, chooser) == killed.path, "it may be on its way"
    (killed.path / ".lock").write_text(f"{2**30} {socket.gethostname()}\n")  # a number that no process has
    assert found_by(qtbot, chooser).name == "vae-2d.safetensors"


def test_a_run_that_is_gone_gives_way_to_a_shipped_model(workspace, qtbot, monkeypatch, tmp_path):
    chooser = FirstModel(workspace)
    with qtbot.waitSignal(workspace.training.ended):
        workspace.training.start(get_recipe("vae-2d").replace(epochs=1))
    shutil.rmtree(workspace.model.run.path)
    monkeypatch.setattr(first_model, "resource", lambda name: tmp_path / name)
    assert found_by(qtbot, chooser) == tmp_path / "models" / "vae-2d.safetensors"


def test_without_either_there_is_none(workspace, qtbot, monkeypatch):
    monkeypatch.setattr(first_model, "SHIPPED", "models/none.safetensors")
    assert found_by(qtbot, FirstModel(workspace)) is None
