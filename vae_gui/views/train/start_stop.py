"""Start, pause, resume, stop; and how far it is."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.theme.icons import icon
from vae_gui.views.shared.training_actions import PAUSE, START, STOP
from vae_gui.widgets.basics.steady_label import SteadyLabel

if TYPE_CHECKING:
    from vae_models.training.events import StepsDone

SHOW_SECONDS = 0.2
_START = f"Start training ({START.keys})"
_PAUSE_TEXTS = ("Pause", "Resume")
_PAUSE = f"Pause, and resume later ({PAUSE.keys})"
_RESUME = f"Resume the training ({PAUSE.keys})"
_STOP = f"Save and stop ({STOP.keys})"


_WORDS = {
    "succeeded": "Done.",
    "stopped": "Stopped and saved; resume it from the list.",
    "failed": "Training failed.",
}


class StartStop(QWidget):
    """Requests and progress of one training.

    Signals:
        start_requested(), pause_requested(), resume_requested(), stop_requested()
    """

    start_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = self._paused = False
        self._shown_at = 0.0
        self.start_button = self._button("Start", _START, "play")
        self.pause_button = self._button("Pause", _PAUSE, "pause")
        self.stop_button = self._button("Stop", _STOP, "stop")
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("Progress of the training")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1)
        self.words = SteadyLabel(lines=2, parent=self)  # the longest of its texts takes two
        self.words.label.setProperty("quiet", True)
        row = QHBoxLayout()
        for button in (self.start_button, self.pause_button, self.stop_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.bar)
        layout.addWidget(self.words)
        self.start_button.clicked.connect(self.start_requested)
        self.pause_button.clicked.connect(self._pause_or_resume)
        self.stop_button.clicked.connect(self.stop_requested)
        self._show_state()
        theme.follow(self, self._keep_room)
        self._keep_room()

    def _button(self, text: str, tip: str, sign: str) -> QPushButton:
        """Its key is that of the Train menu."""
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setProperty("primary", sign == "play")
        button.setIcon(icon(sign, primary=sign == "play"))
        return button

    def _keep_room(self) -> None:
        """Of both its texts: the whole column would be wider with the longer one."""
        shown, widths = self.pause_button.text(), []
        for text in _PAUSE_TEXTS:
            self.pause_button.setText(text)
            widths.append(self.pause_button.minimumSizeHint().width())
        self.pause_button.setText(shown)
        self.pause_button.setMinimumWidth(max(widths))

    def set_can_start(self, can: bool, reason: str = "") -> None:
        self.start_button.setEnabled(can and not self._running)
        self.start_button.setToolTip(reason or _START)

    def set_running(self, running: bool, text: str = "") -> None:
        self._running, self._paused = running, False
        self.words.setText(text)
        self._show_state()

    def show_end(self, kind: str) -> None:
        """kind: of the TrainingOutcome."""
        self.set_running(False, _WORDS[kind])

    def reset(self) -> None:
        """What it says of a training that has ended is not about the model that was opened since."""
        self.bar.setRange(0, 1)
        self.bar.reset()
        self.words.setText("")

    def set_paused(self, paused: bool) -> None:
        self._paused = paused
        self.words.setText("Paused; nothing is lost if you close the window." if paused else "")
        self._show_state()

    def show_progress(self, event: "StepsDone") -> None:
        """At most 5 times a second; the last step always."""
        now = time.monotonic()
        if now - self._shown_at < SHOW_SECONDS and event.step < event.total_steps:
            return
        self._shown_at = now
        self.bar.setRange(0, event.total_steps)
        self.bar.setValue(event.step)
        self.words.setText(
            f"Epoch {event.epoch} of {event.epochs} · {event.images_per_s:,.0f} images/s · {_left(event.seconds_left)}"
        )

    def _pause_or_resume(self) -> None:
        (self.resume_requested if self._paused else self.pause_requested).emit()

    def _show_state(self) -> None:
        self.start_button.setEnabled(not self._running)
        self.pause_button.setEnabled(self._running)
        self.stop_button.setEnabled(self._running)
        self.pause_button.setText(_PAUSE_TEXTS[self._paused])
        self.pause_button.setToolTip(_RESUME if self._paused else _PAUSE)
        self.pause_button.setIcon(icon("resume" if self._paused else "pause"))


def _left(seconds: float) -> str:
    if seconds < 1:
        return "nearly done"
    if seconds < 90:
        return f"{seconds:.0f} s left"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min left"
    return f"{seconds / 3600:.1f} h left"
