"""Every "Open a model" begins where the last file was found."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from vae_gui.file_dialogs import ask_model, last_folder
from vae_gui.views.lab.no_sliders import NoSliders
from vae_gui.workspace import Workspace


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
    monkeypatch.setattr(workspace, "open_model", opened.append)
    nothing = NoSliders(workspace)
    qtbot.addWidget(nothing)
    qtbot.mouseClick(nothing.open_button, Qt.MouseButton.LeftButton)
    assert opened == [tmp_path / "a" / "one.safetensors"]
    assert ask_model(nothing, workspace.settings) is None  # left without an answer: the folder stays
    qtbot.mouseClick(nothing.open_button, Qt.MouseButton.LeftButton)
    assert opened == [tmp_path / "a" / "one.safetensors"]
    assert asked == ["", str(tmp_path / "a"), str(tmp_path / "a")]
    assert last_folder(workspace.settings) == str(tmp_path / "a")
