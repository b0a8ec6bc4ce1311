"""The Lab view: what can be done with a model by hand, one tab each."""

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from vae_gui.views.lab.sliders_panel import SlidersPanel
from vae_gui.views.model_chooser import ModelChooser
from vae_gui.workspace import Workspace


class LabView(QWidget):
    """The sliders of the current model."""

    title = "Lab"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sliders = SlidersPanel(workspace)
        self.undo_stack = self.sliders.undo_stack
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Parts of the lab")
        self.tabs.addTab(self.sliders, "Sliders")
        self.chooser = ModelChooser(workspace)
        self.tabs.setCornerWidget(self.chooser)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)

    def accept_image(self, path: Path) -> bool:
        """Takes an image file; False where no model can."""
        return self.sliders.accept_image(path)

    def menu_actions(self) -> list[QAction]:
        return self.sliders.panel_actions()

    def close_view(self) -> None:
        self.chooser.close_chooser()
        self.sliders.close_panel()
