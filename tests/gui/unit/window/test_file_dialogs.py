"""Every "Open a model" begins where the last file was found."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from vae_gui.views.shared.empty_state import EmptyState
from vae_gui.views.shared.file_dialogs import ask_model, last_folder
from vae_gui.window.open_save import FileCommands
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor


def test_the_folder_of_the_last_file_is_remembered(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = [str(tmp_path / "a" / "one.safetensors"), "", ""]

    def answer(parent: object, title: str, folder: str, kinds: str) -> tuple[str, str]:
        asked.append(folder)
        return answers[len(asked) - 1], kinds

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    opened: list[Path] = []
    monkeypatch.setattr(workspace.model, "open_file", opened.append)
    nothing = EmptyState(workspace)
    qtbot.addWidget(nothing)
    qtbot.mouseClick(nothing.open_model, Qt.MouseButton.LeftButton)
    assert opened == [tmp_path / "a" / "one.safetensors"]
    assert ask_model(nothing, workspace.settings) is None  # left without an answer: the folder stays
    qtbot.mouseClick(nothing.open_model, Qt.MouseButton.LeftButton)
    assert opened == [tmp_path / "a" / "one.safetensors"]
    assert asked == ["", str(tmp_path / "a"), str(tmp_path / "a")]
    assert last_folder(workspace.settings) == str(tmp_path / "a")


def test_a_dot_in_the_name_of_a_file_begins_no_ending(
    workspace: Workspace, tiny_predictor: Predictor, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the model would take the place of another one, about which nobody asked."""
    window = QWidget()
    qtbot.addWidget(window)
    files = FileCommands(workspace, window)
    workspace.model.set_predictor(tiny_predictor)
    (tmp_path / "beta-0.safetensors").write_text("another")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "beta-0.5"), ""))
    with qtbot.waitSignal(files.told, timeout=10_000):
        files.ask_save_model()
    assert (tmp_path / "beta-0.safetensors").read_text() == "another"
    assert Predictor.load(tmp_path / "beta-0.5.safetensors").recipe == tiny_predictor.recipe
    files.close()
