"""A banner that offers to go on with the run that was training when the window was last closed."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from vae_gui.workspace import Workspace


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
        """Shows itself if a run was interrupted and is still there."""
        self._path = self._workspace.interrupted_run
        if self._path is not None:
            self._text.setText(f"{self._path.name} was still training when the window was closed. Go on with it?")
            self.show()

    def forget(self) -> None:
        self.hide()
        if self._path is not None:
            self._path = None
            self._workspace.forget_interrupted_run()

    def _accept(self) -> None:
        path = self._path
        self.forget()
        if path is not None:
            self.accepted.emit(path)
