"""What the view says while there is no model to show, and the buttons that change it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.views.shared.model_chooser import ModelChooser
from vae_gui.widgets.basics.controls import button, quiet

NO_MODEL = "There is no model yet. Train one and watch its latent space take shape here, or open one."
LOADING = "The models are loading; the map appears in a moment."
NO_LATENT = "{name} turns images into images and has no latent space to map. Train or open a variational autoencoder."


class EmptyState(QWidget):
    """Signals: training_wanted(), run_wanted(), model_wanted()."""

    training_wanted = Signal()
    run_wanted = Signal()
    model_wanted = Signal()

    def __init__(self, chooser: ModelChooser, parent: QWidget | None = None) -> None:
        """chooser: of models that are at hand."""
        super().__init__(parent)
        self.chooser = chooser
        title = QLabel("Latent map", alignment=Qt.AlignmentFlag.AlignCenter)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        title.setFont(font)
        self.sentence = quiet(NO_MODEL)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.train = button("Train a model", "Go to the Train view and press Start", self.training_wanted.emit)
        self.train.setProperty("primary", True)
        self.open_run = button("Open a run…", "Choose the folder of a finished or unfinished run", self.run_wanted.emit)
        self.open_model = button("Open a model…", "Choose a single model file", self.model_wanted.emit)
        self._lay_out(title)

    def _lay_out(self, title: QLabel) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.spacing(1))
        buttons.addStretch(1)
        for each in (self.train, self.open_run, self.open_model, self.chooser):
            buttons.addWidget(each)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.spacing(2))
        layout.addStretch(2)
        layout.addWidget(title)
        layout.addWidget(self.sentence)
        layout.addLayout(buttons)
        layout.addStretch(3)

    def say(self, sentence: str, *, can_act: bool = True) -> None:
        self.sentence.setText(sentence)
        for each in (self.train, self.open_run, self.open_model, self.chooser):
            each.setVisible(can_act)
