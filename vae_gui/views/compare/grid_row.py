"""One hyperparameter and the values that a queue goes over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from vae_models.recipe.fields import by_group, numbers
from vae_models.sweeps.grid import Axis, parse_values

_NONE = "No grid"


class GridRow(QWidget):
    """Signals: changed()."""

    changed = Signal()

    def __init__(self, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chooser = QComboBox()
        self.chooser.addItem(_NONE, "")
        for field in by_group():
            if field.name in numbers():
                self.chooser.addItem(field.label, field.name)
        self.chooser.setAccessibleName(f"{number} hyperparameter")
        self.chooser.setToolTip("The value to vary")
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setMinimumContentsLength(7)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(f"Values of the {number.lower()} hyperparameter")
        self.edit.setToolTip("Numbers separated by commas")
        self.edit.setPlaceholderText("2, 4, 8")
        self.edit.setEnabled(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chooser, 3)
        layout.addWidget(self.edit, 2)
        self.chooser.currentIndexChanged.connect(self._chosen)
        self.edit.textChanged.connect(self.changed)

    def set_axis(self, name: str, values: str) -> None:
        self.chooser.setCurrentIndex(self.chooser.findData(name))
        self.edit.setText(values)

    def clear(self) -> None:
        self.set_axis("", "")

    def axis(self) -> Axis | None:
        """None where there is none. Raises RecipeError when the values are not numbers."""
        name = str(self.chooser.currentData())
        return Axis(name, parse_values(name, self.edit.text())) if name else None

    def _chosen(self) -> None:
        self.edit.setEnabled(bool(self.chooser.currentData()))
        self.changed.emit()
