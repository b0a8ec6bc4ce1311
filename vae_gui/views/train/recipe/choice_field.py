"""A box that stands for one value out of a few."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget


class ChoiceField(QComboBox):
    """Signals:
    changed(): another value was chosen.
    committed(): the same, for those who wait until a hand has finished.
    """

    changed = Signal()
    committed = Signal()

    def __init__(self, name: str, titles: Mapping[str, str], tip: str, parent: QWidget | None = None) -> None:
        """`titles`: what each value is called."""
        super().__init__(parent)
        for value, title in titles.items():
            self.addItem(title, value)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.currentIndexChanged.connect(self._chosen)

    @property
    def value(self) -> object | None:
        return self.currentData()

    def show_value(self, value: object) -> None:
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(value))

    def _chosen(self) -> None:
        self.changed.emit()
        self.committed.emit()
