"""The queue: what it should train, one progress bar over all, pause and stop; a queue that was left can be resumed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.theme import spacing
from vae_gui.theme.icons import icon
from vae_gui.views.compare.make_sweep import new_sweep, same_sweep
from vae_gui.views.compare.queue_form import ABLATION, QueueForm
from vae_gui.views.compare.sweep_thread import SweepOutcome, SweepThread
from vae_gui.widgets.layout.column_scroll import AboveColumn, ColumnScroll
from vae_gui.wording.errors import explain
from vae_gui.wording.numbers import clock
from vae_gui.wording.sentences import NO_IMAGES
from vae_gui.workspace.settings import LEFT_QUEUE, read_path
from vae_gui.workspace.workspace import Workspace
from vae_models.runs.files import SWEEP_FILE
from vae_models.sweeps.events import RunEnded, SweepProgress

if TYPE_CHECKING:
    from vae_models.sweeps.sweep import Sweep

_STEPS = 1000


class QueuePanel(QWidget):
    """Signals: runs_changed(): a run has begun or ended."""

    runs_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._thread: SweepThread | None = None
        self._failed: list[RunEnded] = []
        self._running: tuple[str, ...] = ()
        self._paused = False
        self.left_over: Path | None = None  # the folder of a queue that was stopped, or cut short by a kill
        self._looking = LatestWins(self)
        self._looking.done.connect(self._found)
        self.form = QueueForm()
        self.start_button = _button(
            "Start queue", "Train all of these, one after another or several in parallel", self.start
        )
        self.start_button.setIcon(icon("queue", primary=True))
        self.start_button.setProperty("primary", True)
        self.ablation_button = _button(
            "Ablation", f"Train {ABLATION[0]} to {ABLATION[-1]} to see what the latent size does", self.start_ablation
        )
        self.go_on_button = _button("Resume queue", "", self.go_on, "resume")
        self.pause_button = _button("Pause", "Pause all runs", self.pause_or_resume, "pause")
        self.stop_button = _button("Stop", "Save all runs and stop; the queue can be resumed later", self.stop, "stop")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the queue")
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self._lay_out()
        for signal in (self.form.changed, workspace.data.changed, workspace.models_ready):
            signal.connect(self._plan_changed)
        self._plan_changed()

    def _lay_out(self) -> None:
        head = QWidget()
        buttons = QGridLayout(head)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.start_button, 0, 0)
        buttons.addWidget(self.ablation_button, 0, 1)
        buttons.addWidget(self.pause_button, 1, 0)
        buttons.addWidget(self.stop_button, 1, 1)
        buttons.addWidget(self.go_on_button, 2, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(spacing(0.8))
        column = ColumnScroll(self.form)
        layout.addWidget(AboveColumn(head, column))
        layout.addWidget(self.bar)
        layout.addWidget(self.words)
        layout.addWidget(column, 1)

    @property
    def running(self) -> bool:
        return self._thread is not None

    # What was left

    def _look(self) -> None:
        folder = read_path(self._workspace.settings, LEFT_QUEUE)
        if not self.running:
            self._looking.request(_queue_in, folder)

    def _found(self, folder: Path | None) -> None:
        self.left_over = folder
        self._update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    # Doing

    def start(self) -> None:
        planned, dataset = self.form.planned(), self._workspace.data.dataset
        if planned and dataset is not None and not self.running:
            workspace = self._workspace
            self._start(partial(new_sweep, planned, dataset, workspace.runs_dir, workspace.data_dir, self._workers()))

    def start_ablation(self) -> None:
        """One click: the five latent sizes."""
        self.form.show_ablation()
        self.start()

    def go_on(self) -> None:
        if self.left_over is not None:
            self._start(partial(same_sweep, self.left_over, self._workers()))

    def pause_or_resume(self) -> None:
        if self._thread is not None:
            self._paused = not self._paused
            self._thread.pause(self._paused)
            self._update()

    def stop(self) -> None:
        if self._thread is not None:
            self._thread.stop()
            self.stop_button.setEnabled(False)
            self.words.setText("Saving…")

    def _workers(self) -> int | None:
        return self.form.workers.value() or None

    def _start(self, make: "Callable[[], Sweep]") -> None:
        self._looking.drop()
        self._failed, self._paused, self._running, self.left_over = [], False, (), None
        self._thread = thread = SweepThread(make, self)
        thread.started_sweep.connect(self._started)
        thread.progressed.connect(self._progressed)
        thread.run_ended.connect(self._run_ended)
        thread.ended.connect(self._ended)
        self.bar.setValue(0)
        self.words.setText("Preparing…")
        thread.start()
        self._update()

    # Following

    def _started(self, folder: Path) -> None:
        self._workspace.settings.setValue(LEFT_QUEUE, str(folder))

    def _progressed(self, progress: SweepProgress) -> None:
        self.bar.setValue(round(progress.share * _STEPS))
        if progress.running != self._running:
            self._running = progress.running
            self.runs_changed.emit()
        if self.stop_button.isEnabled() or not self.running:
            self.words.setText(self._told(progress))
            self.words.setToolTip("\n".join(progress.running))

    def _told(self, progress: SweepProgress) -> str:
        parts = [f"{progress.done} of {progress.runs} runs"]
        if progress.failed:
            parts.append(f"{progress.failed} failed")
        if self._paused:
            parts.append("paused")
        elif progress.seconds_left is not None and progress.done < progress.runs:
            parts.append(f"{clock(progress.seconds_left)} left")
        line = ", ".join(parts)
        return "\n".join([line, *(f"{run.name}: {run.sentence}" for run in self._failed[-3:])])

    def _run_ended(self, ended: RunEnded) -> None:
        if ended.kind == "failed":
            self._failed.append(ended)
        self.runs_changed.emit()

    def _ended(self, outcome: SweepOutcome) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.wait()
            thread.deleteLater()
        if outcome.complete:
            self._workspace.settings.remove(LEFT_QUEUE)
        if outcome.error is not None:
            self.words.setText("")
            self._workspace.messages.say(explain(outcome.error))
        elif not outcome.complete:
            self.words.setText("Stopped and saved.")
        self._look()
        self._update()
        self.runs_changed.emit()

    def _update(self) -> None:
        planned, ready = self.form.planned(), self._workspace.data.dataset is not None and self._workspace.models_loaded
        self.start_button.setEnabled(bool(planned) and ready and not self.running)
        self.ablation_button.setEnabled(ready and not self.running)
        self.pause_button.setEnabled(self.running)
        waits = self._paused and self.running
        self.pause_button.setText("Resume" if waits else "Pause")
        self.pause_button.setIcon(icon("resume" if waits else "pause"))
        self.stop_button.setEnabled(self.running)
        self.bar.setVisible(self.running)
        self.go_on_button.setVisible(self.left_over is not None)
        if self.left_over is not None:
            self.go_on_button.setToolTip(f"Resume the queue in {self.left_over}; finished runs are not trained again")
            self.go_on_button.setEnabled(self._workspace.models_loaded)

    def _plan_changed(self, *_: object) -> None:
        self._update()
        if self.running:
            return
        count, dataset = len(self.form.planned()), self._workspace.data.dataset
        if self.form.problem:
            self.words.setText(self.form.problem)
        elif dataset is None:
            self.words.setText(NO_IMAGES)
        else:
            self.words.setText(f"{count} run{'s' if count != 1 else ''} on {Path(dataset.name).name}.")

    def shut_down(self) -> None:
        """Saves all runs and waits for that; the queue can go on at the next start."""
        self._looking.close()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.blockSignals(True)
            thread.stop()
            thread.wait()


def _queue_in(folder: Path | None) -> Path | None:
    """The folder where it still has its plan."""
    return folder if folder is not None and (folder / SWEEP_FILE).exists() else None


def _button(text: str, tip: str, slot: object, sign: str = "") -> QPushButton:
    button = QPushButton(text)
    if sign:
        button.setIcon(icon(sign))
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.clicked.connect(slot)
    return button
