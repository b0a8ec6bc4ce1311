"""A banner that offers to go on with the run that was training when the program last ended."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.workspace.interrupted_run import can_go_on
from vae_gui.workspace.workspace import Workspace


class ResumeOffer(QFrame):
    """Hidden unless there is something to resume.

    Signals:
        accepted(object): the Path of the run.
    """

    accepted = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._path: Path | None = None
        self._looking = LatestWins(self)
        self._looking.done.connect(self._offer)
        self.setProperty("card", True)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self.resume_button = QPushButton("Resume", self)
        self.resume_button.setProperty("primary", True)
        self.dismiss_button = QPushButton("Not now", self)
        self.dismiss_button.setToolTip("The run stays in the list and can be resumed from there")
        self.resume_button.clicked.connect(self._accept)
        self.dismiss_button.clicked.connect(self.forget)
        layout = QHBoxLayout(self)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.resume_button)
        layout.addWidget(self.dismiss_button)
        self.hide()

    def look(self) -> None:
        """Shows itself if a run was interrupted and is still there, as soon as the disk has told."""
        path = self._workspace.training.interrupted_run
        if path is not None:
            self._looking.request(lambda: path if can_go_on(path) else None)

    def _offer(self, path: Path | None) -> None:
        if path is not None and path == self._workspace.training.interrupted_run:
            self._path = path
            self._text.setText(f"{path.name} was still training when the program ended. Resume it?")
            self.show()

    def forget(self) -> None:
        self._looking.drop()
        self.hide()
        if self._path is not None:
            self._path = None
            self._workspace.training.forget_interrupted_run()

    def shut_down(self) -> None:
        self._looking.close()

    def _accept(self) -> None:
        path = self._path
        self.forget()
        if path is not None:
            self.accepted.emit(path)
