"""Asks for how many more epochs a finished run should train."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QSpinBox, QVBoxLayout, QWidget

from vae_gui.wording.sentences import CONTINUE_TRAINING
from vae_models.recipe.named import MAX_EPOCHS


class ContinueDialog(QDialog):
    """Proposes to double the epochs.

    Signals:
        chosen(object, int): the run's Path, and its epochs in all.
    """

    chosen = Signal(object, int)

    def __init__(self, path: Path, epochs: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.setWindowTitle(CONTINUE_TRAINING)
        self.epochs = QSpinBox()
        self.epochs.setRange(min(epochs + 1, MAX_EPOCHS), MAX_EPOCHS)
        self.epochs.setValue(2 * epochs)
        self.epochs.setAccessibleName("Total epochs")
        self.epochs.setToolTip("The total number of epochs, including those already trained")
        label = QLabel(f"{path.name} has been trained for {epochs} epochs. &Total epochs:")
        label.setBuddy(self.epochs)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_button = buttons.addButton(CONTINUE_TRAINING, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_button.setProperty("primary", True)
        self.go_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (label, self.epochs, buttons):
            layout.addWidget(widget)
        self.accepted.connect(self._choose)
        self.finished.connect(self.deleteLater)
        self.epochs.selectAll()

    def _choose(self) -> None:
        self.chosen.emit(self._path, self.epochs.value())
