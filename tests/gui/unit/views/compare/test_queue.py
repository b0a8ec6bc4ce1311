"""The queue: planned by hand, trained in processes, paused, stopped, and gone on with after the next start."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from vae_gui.views.compare.grid_row import GridRow
from vae_gui.views.compare.queue_form import ABLATION, QueueForm
from vae_gui.views.compare.view import CompareView
from vae_gui.workspace.workspace import Workspace
from vae_models.data.load import Dataset


@pytest.fixture
def form(qtbot: QtBot) -> QueueForm:
    form = QueueForm()
    qtbot.addWidget(form)
    return form


def press(button: QPushButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_grid(row: GridRow, title: str, values: str) -> None:
    row.chooser.setCurrentText(title)
    row.edit.selectAll()
    QTest.keyClicks(row.edit, values)


def wait_for_words(qtbot: QtBot, view: CompareView, start: str) -> None:
    qtbot.waitUntil(lambda: view.queue.words.text().startswith(start), timeout=60_000)


def test_a_form_makes_a_grid(form: QueueForm) -> None:
    type_grid(form.first, "Latent dimensions", "2,4,8,16,32")
    type_grid(form.second, "Beta", "1, 2, 4")
    form.epochs.setValue(3)
    runs = form.planned()
    assert len(runs) == 15 and {run.recipe.epochs for run in runs} == {3}
    assert runs[-1].name == "vae-2d-latent_dim=32-beta=4"


def test_the_ablation_is_five_recipes_with_their_own_values(form: QueueForm) -> None:
    type_grid(form.first, "Beta", "1,2")
    form.show_ablation()
    assert tuple(run.name for run in form.planned()) == ABLATION
    assert [run.recipe.latent_dim for run in form.planned()] == [4, 8, 16, 32, 64]


def test_what_cannot_be_trained_is_said_where_it_is_typed(view: CompareView) -> None:
    queue = view.queue
    assert queue.start_button.isEnabled() and queue.words.text() == "1 run on few."
    for title, values, sentence in (
        ("Beta", "1,x", "The values of beta are numbers"),
        ("Capacity", "1,2", "The recipe vae-2d does not use capacity"),
        ("Latent dimensions", "0", "The latent dimension is a whole number from 1"),
    ):
        type_grid(queue.form.first, title, values)
        assert queue.words.text().startswith(sentence) and not queue.start_button.isEnabled()
    queue.form.first.clear()
    queue.form.check([])
    assert queue.words.text() == "Tick at least one recipe." and not queue.start_button.isEnabled()


def test_a_queue_trains_a_grid_and_tells_of_its_failures(qtbot: QtBot, view: CompareView, own_data: Dataset) -> None:
    queue = view.queue
    type_grid(queue.form.first, "Learning rate", "0.001,1")
    type_grid(queue.form.second, "Beta", "1000000")
    queue.form.epochs.setValue(2)
    press(queue.start_button)
    assert queue.running and not queue.start_button.isEnabled()
    qtbot.waitUntil(lambda: not queue.running, timeout=60_000)
    assert queue.words.text().startswith("2 of 2 runs, 1 failed")
    assert "vae-2d-learning_rate=1-beta=1000000: The loss became NaN or infinite" in queue.words.text()
    assert queue.start_button.isEnabled() and queue.left_over is None
    rows = lambda: {row.path.name: row.epochs for row in view.workspace.runs.rows}  # noqa: E731
    # What diverged in its first epoch has nothing to be kept.
    qtbot.waitUntil(lambda: rows() == {"vae-2d-learning_rate=0.001-beta=1000000": 2}, timeout=10_000)


def test_a_queue_is_paused_stopped_and_gone_on_with(
    qtbot: QtBot, view: CompareView, own_data: Dataset, workspace: Workspace
) -> None:
    queue = view.queue
    queue.form.epochs.setValue(100_000)
    press(queue.start_button)
    qtbot.waitUntil(lambda: bool(view.workspace.runs.rows) and queue.bar.value() > 0, timeout=60_000)
    press(queue.pause_button)
    wait_for_words(qtbot, view, "0 of 1 runs, paused")
    assert queue.pause_button.text() == "Resume"
    press(queue.pause_button)
    press(queue.stop_button)
    wait_for_words(qtbot, view, "Stopped and saved.")
    qtbot.waitUntil(lambda: queue.left_over is not None and queue.go_on_button.isVisible(), timeout=10_000)
    progress = view.workspace.runs.rows[0].path
    view.shut_down()
    later = CompareView(workspace)  # as after the next start
    qtbot.addWidget(later, before_close_func=lambda _: later.shut_down())
    later.show()
    qtbot.waitUntil(lambda: later.queue.left_over == progress.parent, timeout=10_000)
    press(later.queue.go_on_button)
    qtbot.waitUntil(lambda: later.queue.words.toolTip() == progress.name, timeout=60_000)
