"""What a view says while there is no model to show, and the buttons that change it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.theme.icons import icon
from vae_gui.views.shared.model_chooser import ModelChooser
from vae_gui.widgets.basics.controls import button, quiet
from vae_gui.widgets.files.file_dialogs import ask_file, ask_folder
from vae_gui.wording.file_kinds import MODEL
from vae_gui.workspace.workspace import Workspace


class EmptyState(QWidget):
    """A sentence and the ways on: to the Train view, to a run or a model, to one of those that are at hand."""

    def __init__(self, workspace: Workspace, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.sentence = quiet()
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.train = button("Train a model", "Go to the Train view and press Start", self._go_to_train)
        self.train.setProperty("primary", True)
        self.train.setIcon(icon("play", primary=True))
        self.open_run = button(
            "Open a run…", "Choose the folder of a finished or unfinished run", self._open_run, sign="open"
        )
        self.open_model = button("Open a model…", "Choose a single model file", self._open_model, sign="model")
        self.chooser = ModelChooser(workspace)
        self._lay_out(title)

    def _lay_out(self, title: str) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.spacing(1))
        buttons.addStretch(1)
        for each in (self.train, self.open_run, self.open_model, self.chooser):
            buttons.addWidget(each)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.spacing(2))
        layout.addStretch(2)
        if title:
            layout.addWidget(_large(title))
        layout.addWidget(self.sentence)
        layout.addLayout(buttons)
        layout.addStretch(3)

    def say(self, sentence: str, *, can_act: bool = True) -> None:
        self.sentence.setText(sentence)
        for each in (self.train, self.open_run, self.open_model, self.chooser):
            each.setVisible(can_act)

    def _go_to_train(self) -> None:
        self._workspace.requests.view_wanted.emit("train")

    def _open_run(self) -> None:
        path = ask_folder(self, "Open a run", self._workspace.runs_dir)
        if path is not None:
            self._workspace.model.open_run(path)

    def _open_model(self) -> None:
        path = ask_file(self, "Open a model", MODEL)
        if path is not None:
            self._workspace.model.open_file(path)


def _large(title: str) -> QLabel:
    label = QLabel(title, alignment=Qt.AlignmentFlag.AlignCenter)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.6)
    label.setFont(font)
    return label
