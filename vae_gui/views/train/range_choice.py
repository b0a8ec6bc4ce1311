"""Which numbers of own images become black and white."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QInputDialog, QLabel, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from vae_models.data.load import Dataset

AUTO, ASK = "auto", "…"
_CHOICES = {
    AUTO: "Automatic", "percentile": "Percentiles 0.1 and 99.9", "full": "Full range", ASK: "From … to …",
}  # fmt: skip


class RangeChoice(QWidget):
    """Hidden where the images are no own ones. Signals: chosen(str): a range as `load_dataset` takes it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = AUTO
        self.box = QComboBox(self)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        self.box.setAccessibleName("Range of values")
        self.box.setToolTip("Which values become black and white, the same for all images of the data set")
        for value, text in _CHOICES.items():
            self.box.addItem(text, value)
        layout = QVBoxLayout(self)  # side by side they would not fit at twice the size of text
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(QLabel("Black to white", self))
        layout.addWidget(self.box)
        self.box.activated.connect(self._activated)
        self.hide()

    def show_for(self, dataset: "Dataset") -> None:
        """Shows the range that the data were read with."""
        self.setVisible(bool(dataset.validation))  # only of own images it is said where theirs come from
        self._current = dataset.value_range
        self._show_current()

    def _show_current(self) -> None:
        with QSignalBlocker(self.box):
            asked = self._current not in _CHOICES
            numbers = "From {} to {}".format(*self._current.split(",")) if asked else _CHOICES[ASK]
            self.box.setItemText(self.box.findData(ASK), numbers)
            self.box.setCurrentIndex(self.box.findData(ASK if asked else self._current))

    def _activated(self) -> None:
        value = str(self.box.currentData())
        if value == ASK:
            before = self._current if self._current not in _CHOICES else "0,255"
            text, agreed = QInputDialog.getText(
                self, "Range of values", "Black and white, for example 0,4095:", text=before
            )
            value = text.replace(" ", "") if agreed and text.strip() else self._current
        self._show_current()  # until the data are read with another one
        if value != self._current:
            self.chosen.emit(value)
