"""Every dialog begins where the last file was, and whoever saves under a name without its ending is asked about the file that
would be replaced."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from vae_gui.widgets.files.file_dialogs import ask_file, ask_folder, ask_target, last_folder
from vae_gui.window.open_save import FileCommands
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor

PICTURE, TABLE = "Image (*.png)", "Table (*.csv)"
Buttons = QMessageBox.StandardButton


class User:
    """Types names into the dialog, one after the other, and answers what it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.types: list[tuple[str, str]] = []
        self.answers: list[Buttons] = []
        self.offered: list[str] = []
        self.asked: list[str] = []
        monkeypatch.setattr(QFileDialog, "getSaveFileName", self._name)
        monkeypatch.setattr(QMessageBox, "warning", self._question)

    def _name(self, parent: object, title: str, offered: str, *_: object) -> tuple[str, str]:
        self.offered.append(offered)
        return self.types.pop(0)

    def _question(self, parent: object, title: str, text: str, *_: object) -> Buttons:
        self.asked.append(text)
        return self.answers.pop(0)


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    user = User(monkeypatch)
    yield user
    assert not user.types and not user.answers


def test_the_file_with_the_added_ending_is_asked_about(user: User, tmp_path: Path) -> None:
    (tmp_path / "model.png").touch()
    user.types, user.answers = [(str(tmp_path / "model"), "")], [Buttons.Yes]
    assert ask_target(None, "Save image", "a.png", PICTURE) == tmp_path / "model.png"
    assert user.asked == ["model.png already exists.\nDo you want to replace it?"]


def test_after_a_no_another_name_can_be_chosen(user: User, tmp_path: Path) -> None:
    (tmp_path / "model.png").touch()
    user.types, user.answers = [(str(tmp_path / "model"), ""), (str(tmp_path / "mine"), "")], [Buttons.No]
    assert ask_target(None, "Save image", "a.png", PICTURE) == tmp_path / "mine.png"
    assert user.offered == ["a.png", str(tmp_path / "model.png")] and len(user.asked) == 1
    user.types, user.answers = [(str(tmp_path / "model"), ""), ("", "")], [Buttons.No]
    assert ask_target(None, "Save image", "a.png", PICTURE) is None


def test_what_the_dialog_itself_asks_about_is_asked_once(user: User, tmp_path: Path) -> None:
    (tmp_path / "model.PNG").touch()
    user.types = [(str(tmp_path / "model.PNG"), PICTURE)]
    assert ask_target(None, "Save image", "a.png", PICTURE) == tmp_path / "model.PNG"
    assert user.asked == []


def test_a_link_to_nowhere_is_asked_about_too(user: User, tmp_path: Path) -> None:
    (tmp_path / "model.png").symlink_to(tmp_path / "nowhere")
    user.types, user.answers = [(str(tmp_path / "model"), ""), ("", "")], [Buttons.No]
    assert ask_target(None, "Save image", "a.png", PICTURE) is None


@pytest.mark.parametrize(
    ("typed", "used", "written"),
    [
        ("runs", "", "runs.csv"),
        ("runs", PICTURE, "runs.png"),
        ("runs.png", TABLE, "runs.png"),
        ("beta-0.5", TABLE, "beta-0.5.csv"),
    ],
)
def test_of_several_kinds_the_chosen_one_gives_the_ending(
    user: User, tmp_path: Path, typed: str, used: str, written: str
) -> None:
    user.types = [(str(tmp_path / typed), used)]
    assert ask_target(None, "Export", "a.csv", TABLE, PICTURE) == tmp_path / written


def test_no_model_is_replaced_unasked(
    user: User, workspace: Workspace, tiny_predictor: Predictor, qtbot: QtBot, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    commands = FileCommands(workspace, window)
    workspace.model.set_predictor(tiny_predictor)
    mine = tmp_path / "model.safetensors"
    mine.write_text("mine")
    user.types, user.answers = [(str(tmp_path / "model"), ""), ("", "")], [Buttons.No]
    commands.ask_save_model()
    assert len(user.asked) == 1 and mine.read_text() == "mine"
    commands.close()


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
    with qtbot.waitSignal(workspace.messages.said, timeout=10_000):
        files.ask_save_model()
    assert (tmp_path / "beta-0.safetensors").read_text() == "another"
    assert Predictor.load(tmp_path / "beta-0.5.safetensors").recipe == tiny_predictor.recipe
    files.close()


def test_each_dialog_begins_where_the_last_one_of_its_window_ended(
    user: User, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, other = QWidget(), QWidget()
    for each in (window, other):
        qtbot.addWidget(each)
    view, panel = QWidget(window), QWidget(window)
    places = [tmp_path / name for name in "abc"]
    begun: list[str] = []
    opens = [str(places[0] / "one.safetensors"), "", "", ""]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (begun.append(a[2]), (opens.pop(0), ""))[1])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a: (begun.append(a[2]), str(places[2]))[1])
    assert ask_file(view, "Open", TABLE) == places[0] / "one.safetensors"
    assert ask_file(panel, "Open", TABLE) is None, "left without an answer: the folder stays"
    user.types = [(str(places[1] / "runs.csv"), TABLE)]
    assert ask_target(view, "Export", "runs.csv", TABLE) == places[1] / "runs.csv"
    assert ask_file(panel, "Open", TABLE) is None
    assert ask_folder(view, "Open a run", begin=tmp_path) == places[2], "this kind has a place of its own"
    assert ask_folder(view, "Open a folder") == places[2]
    assert ask_file(other, "Open", TABLE) is None
    assert user.offered == [str(places[0] / "runs.csv")]
    assert begun == ["", str(places[0]), str(places[1]), str(tmp_path), str(places[1]), ""]
    assert last_folder(panel) == str(places[2]) and last_folder(other) == ""
