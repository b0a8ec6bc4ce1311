"""A tool whose work waits until the hand rests and the tool is in sight."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from vae_gui.tasks.in_turn import InTurn
from vae_gui.views.lab.canvas.tools.tool import CanvasTool


class RestingTool(CanvasTool):
    """Works in the background on what was wanted last. Subclasses hand it to their worker in `_work`."""

    def __init__(self, rest_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[Any, ...] | None = None
        self._stale = False
        self._rest = QTimer(self, singleShot=True, interval=rest_ms)
        self._rest.timeout.connect(self._start)
        self._worker = InTurn(self)

    def _work(self, *wanted: Any) -> None:
        raise NotImplementedError

    def _want(self, *wanted: Any) -> None:
        """Work to be done once there is a pause of `rest_ms`; in place of what was wanted before."""
        self._wanted, self._stale = wanted, True
        if self.isVisible():
            self._rest.start()

    def forget(self) -> None:
        """What is wanted, and what is on its way, is of a model that is gone."""
        self._wanted, self._stale = None, False
        self._rest.stop()
        self._worker.drop()

    def shut_down(self) -> None:
        self._worker.close()

    def _start(self) -> None:
        if self._wanted is not None:
            self._stale = False
            self._work(*self._wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._start()
