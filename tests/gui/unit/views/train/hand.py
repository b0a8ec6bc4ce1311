"""What a hand does in the Train view."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vae_gui.views.train.run_display import RunDisplay
from vae_gui.views.train.view import TrainingView


def live(view: TrainingView) -> RunDisplay:
    assert view.live is not None
    return view.live


def type_into(view: TrainingView, name: str, text: str) -> None:
    edit = view.form.fields[name].edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def train(qtbot: QtBot, view: TrainingView, epochs: int = 2) -> None:
    """Types a number of epochs, presses Start, and waits for the end."""
    type_into(view, "epochs", str(epochs))
    with qtbot.waitSignal(
        view.workspace.training.ended, timeout=30_000, check_params_cb=lambda o: o.kind == "succeeded"
    ):
        QTest.mouseClick(view.controls.start_button, Qt.MouseButton.LeftButton)


def start_long(qtbot: QtBot, view: TrainingView) -> None:
    """Starts a training that does not end by itself, and waits for its first events."""
    type_into(view, "epochs", "10000")
    with qtbot.waitSignal(view.workspace.training.events, timeout=20_000):
        QTest.mouseClick(view.controls.start_button, Qt.MouseButton.LeftButton)


def wait_for_runs(qtbot: QtBot, view: TrainingView, names: list[str]) -> None:
    def shown() -> list[str]:
        items = [view.runs.tree.topLevelItem(i) for i in range(view.runs.tree.topLevelItemCount())]
        rows = [item for item in items if item is not None]
        # A name is in the list once its text and the folder behind it agree.
        return sorted(item.text(0) for item in rows if item.data(0, Qt.ItemDataRole.UserRole).name == item.text(0))

    qtbot.waitUntil(lambda: shown() == sorted(names), timeout=10_000)
