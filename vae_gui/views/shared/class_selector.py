"""Which class a conditional model draws: the same style, another digit."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from vae_gui.workspace.class_names import names_of_classes
from vae_gui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

ANY = "Any class"


class ClassSelector(QComboBox):
    """In sight only while the current model is conditional."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setAccessibleName("Class to draw")
        self.setToolTip("Conditional model: choose the class; z encodes style only")
        self.activated.connect(lambda index: workspace.model.set_label(index - 1 if index > 0 else None))
        workspace.model.predictor_changed.connect(self._show)
        workspace.data.changed.connect(lambda: self._show(workspace.model.predictor))
        self._show(workspace.model.predictor)

    def _show(self, predictor: "Predictor | None") -> None:
        conditional = predictor is not None and predictor.conditional
        if predictor is not None and conditional:
            names = self._names(predictor.classes)
            with QSignalBlocker(self):
                if [self.itemText(index) for index in range(self.count())] != [ANY, *names]:
                    self.clear()
                    self.addItems([ANY, *names])
                self.setCurrentIndex(0 if predictor.label is None else predictor.label + 1)
        self.setVisible(conditional)

    def _names(self, classes: int) -> list[str]:
        dataset = self._workspace.data.dataset
        return names_of_classes(dataset.class_names if dataset is not None else (), classes)
