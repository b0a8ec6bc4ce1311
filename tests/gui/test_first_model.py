"""What is open after the start."""

import shutil

from vae_gui import first_model
from vae_gui.first_model import FirstModel
from vae_models import get_recipe


def test_the_run_that_was_open_last_is_opened_again(workspace, qtbot):
    chooser = FirstModel(workspace)
    with qtbot.waitSignal(workspace.training_ended):
        workspace.start_training(get_recipe("vae-2d").replace(epochs=1))
    run = workspace.current_run
    assert FirstModel(workspace).path() == chooser.path() == run.path


def test_a_run_that_is_gone_gives_way_to_a_shipped_model(workspace, qtbot, monkeypatch, tmp_path):
    chooser = FirstModel(workspace)
    with qtbot.waitSignal(workspace.training_ended):
        workspace.start_training(get_recipe("vae-2d").replace(epochs=1))
    shutil.rmtree(workspace.current_run.path)
    monkeypatch.setattr(first_model, "resource", lambda name: tmp_path / name)
    assert chooser.path() == tmp_path / "models" / "vae-2d.safetensors"


def test_without_either_there_is_none(workspace, monkeypatch):
    monkeypatch.setattr(first_model, "SHIPPED", "models/none.safetensors")
    assert FirstModel(workspace).path() is None
