"""The switch in the Edit menu: trainings in the window also write TensorBoard files."""

import pytest

from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_models import get_recipe


@pytest.fixture
def window(qtbot, qapp, workspace):
    window = MainWindow(workspace, Preferences(qapp, workspace.settings), ())
    qtbot.addWidget(window)
    window.show()
    return window


def train(workspace, qtbot) -> None:
    with qtbot.waitSignal(workspace.training.ended, timeout=20_000) as ended:
        workspace.training.start(get_recipe("vae-2d").replace(epochs=1))
    assert ended.args[0].kind == "succeeded"


def test_a_training_writes_them_where_the_switch_is_on(window, workspace, qtbot):
    pytest.importorskip("tensorboard", reason="tensorboard is not installed")
    window.menus["tensorboard"].trigger()
    train(workspace, qtbot)
    assert [path.name.split(".")[0] for path in (workspace.model.run.path / "tensorboard").iterdir()] == ["events"]
    window.menus["tensorboard"].trigger()
    train(workspace, qtbot)
    assert not (workspace.model.run.path / "tensorboard").exists()


def test_the_switch_is_remembered(window, workspace, qapp):
    pytest.importorskip("tensorboard", reason="tensorboard is not installed")
    assert not window.menus["tensorboard"].isChecked()
    window.menus["tensorboard"].trigger()
    assert Preferences(qapp, workspace.settings).tensorboard


def test_without_the_package_the_switch_stays_off_and_says_why(window, qapp, workspace, monkeypatch):
    monkeypatch.setattr("vae_models.files.extras.importlib.util.find_spec", lambda name: None)
    window.menus["tensorboard"].trigger()
    assert not window.menus["tensorboard"].isChecked() and not Preferences(qapp, workspace.settings).tensorboard
    assert "pip install 'latent-explorer[tensorboard]'" in window.banner.text
