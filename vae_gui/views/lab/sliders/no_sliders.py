"""What the lab says where there is nothing to put on sliders, and the two ways on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_gui.views.shared.file_dialogs import ask_model
from vae_gui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor


class NoSliders(QWidget):
    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.sentence = QLabel()
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setWordWrap(True)
        self.train_button = QPushButton("Train a model")
        self.train_button.setProperty("primary", True)
        self.train_button.setToolTip("Go to the Train view (Ctrl+1)")
        self.train_button.clicked.connect(lambda: workspace.requests.view_wanted.emit("train"))
        self.open_button = QPushButton("Open a model…")
        self.open_button.setToolTip("Open a model file; runs and shipped models are in the list above")
        self.open_button.clicked.connect(self._open)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.train_button)
        row.addWidget(self.open_button)
        row.addStretch()
        box = QVBoxLayout(self)
        box.addStretch()
        box.addWidget(self.sentence)
        box.addLayout(row)
        box.addStretch()

    def explain(self, predictor: "Predictor | None") -> None:
        """Says why there are no sliders with this model."""
        self.sentence.setText(
            "There is no model yet: train one, and its latent dimensions become sliders here."
            if predictor is None
            else f"{predictor.name} has no latent space; train or open another model to have sliders."
        )

    def _open(self) -> None:
        path = ask_model(self, self._workspace.settings)
        if path is not None:
            self._workspace.model.open_file(path)
