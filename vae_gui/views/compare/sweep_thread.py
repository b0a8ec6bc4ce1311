"""The thread that drives a sweep: its runs train in processes of their own, so the window has nothing to wait for."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from vae_gui.wording.errors import log_unexpected
from vae_models.sweeps.events import SweepProgress

if TYPE_CHECKING:
    from vae_models.sweeps.sweep import Sweep

PROGRESS_SECONDS = 0.2


@dataclass(frozen=True)
class SweepOutcome:
    """How a sweep ended: `complete` where no run is left to go on with; `error` where it could not be run at all."""

    complete: bool
    error: Exception | None = None


class SweepThread(QThread):
    """Signals: started_sweep(object): the folder. progressed(object): SweepProgress, at most 5 a second.

    run_ended(object): RunEnded. ended(object): SweepOutcome, exactly one, before Qt's `finished`.
    """

    started_sweep = Signal(object)
    progressed = Signal(object)
    run_ended = Signal(object)
    ended = Signal(object)

    def __init__(self, make: "Callable[[], Sweep]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._sweep: Sweep | None = None
        self._paused = False

    def pause(self, on: bool) -> None:
        """Holds all runs where they are, or lets them go on."""
        self._paused = on
        if self._sweep is not None:
            (self._sweep.pause if on else self._sweep.go_on)()

    def stop(self) -> None:
        """Every run under way is saved; `ended` follows."""
        self.requestInterruption()
        if self._sweep is not None:
            self._sweep.stop()

    def run(self) -> None:
        try:
            outcome = self._drive()
        except Exception as error:  # travels as an object; the window words it
            log_unexpected(error)
            outcome = SweepOutcome(False, error)
        self.ended.emit(outcome)

    def _drive(self) -> SweepOutcome:
        self._sweep = sweep = self._make()
        # What was asked for while it was made.
        if self._paused:
            sweep.pause()
        if self.isInterruptionRequested():
            sweep.stop()
        self.started_sweep.emit(sweep.folder)
        told = 0.0
        with closing(sweep.events()) as events:
            for event in events:
                if not isinstance(event, SweepProgress):
                    self.run_ended.emit(event)
                elif time.monotonic() - told >= PROGRESS_SECONDS:
                    told = time.monotonic()
                    self.progressed.emit(event)
        self.progressed.emit(sweep.progress())
        return SweepOutcome(sweep.complete)
