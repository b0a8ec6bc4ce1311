"""The menu that starts, pauses and stops a training, whichever view is open."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from vae_gui.window.mnemonics import add_mnemonics
from vae_gui.workspace.workspace import Workspace


class TrainMenu(QMenu):
    """Its keys work everywhere in the window. What else the Train view offers stands below.

    Signals:
        start_requested(): the recipe of the Train view is to be trained.
    """

    start_requested = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("&Train")
        self._workspace = workspace
        self._paused = False
        self.start = self._add("&Start", "F5", "Train the recipe of the Train view", self.start_requested)
        self.pause = self._add("&Pause", "F6", "Pause the training, or resume it", self._pause_or_resume)
        self.stop = self._add("St&op", "Shift+F5", "Save and stop the training", workspace.training.control.stop)
        self.addSeparator()
        workspace.training.prepared.connect(self._show_state)
        workspace.training.paused.connect(self._set_paused)
        workspace.training.ended.connect(self._ended)
        self._show_state()

    def show_more(self, entries: list[QAction]) -> None:
        """What the Train view adds, under the three."""
        self.addActions(entries)
        add_mnemonics(self.actions())

    def _add(self, text: str, keys: str, tip: str, slot: object) -> QAction:
        action = self.addAction(text)
        action.setShortcut(keys)
        action.setToolTip(tip)
        action.triggered.connect(slot)
        return action

    def _pause_or_resume(self) -> None:
        if self._paused:
            self._workspace.training.control.resume()
        else:
            self._workspace.training.control.pause()

    def _set_paused(self, paused: bool) -> None:
        self._paused = paused
        self._show_state()

    def _ended(self) -> None:
        self._set_paused(False)

    def _show_state(self) -> None:
        running = self._workspace.training.under_way
        self.start.setEnabled(not running)
        self.pause.setEnabled(running)
        self.stop.setEnabled(running)
        self.pause.setText("&Resume" if self._paused else "&Pause")
