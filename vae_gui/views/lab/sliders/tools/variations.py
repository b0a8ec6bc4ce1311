"""Variations of one image: samples of the posterior around it."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from vae_gui.theme.icons import icon
from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.views.lab.sliders.tools.class_codes import Codes, variations
from vae_gui.views.lab.sliders.tools.class_tool import SEEDS, ClassTool
from vae_gui.widgets.pictures.image_grid import ImageGrid
from vae_gui.workspace.workspace import Workspace


class Variations(ClassTool):
    """Samples of the posterior around a random example of a class; clicking one puts it on the sliders."""

    title = "Variations"

    def __init__(self, workspace: Workspace, code: EditedCode, parent: QWidget | None = None) -> None:
        super().__init__(workspace, code, parent)
        self.codes: Codes = np.zeros((0, 0), np.float32)
        self._seed: int | None = None
        self.count = QSpinBox()
        self.count.setRange(1, 400)
        self.count.setValue(25)
        self.count.setAccessibleName("How many variations")
        self.count.setToolTip("How many variations; more are added to those shown")
        self.button = QPushButton(icon("random"), "Generate")
        self.button.setToolTip("Take another example of this class and sample around it: z = mu + sigma × noise")
        self.grid = ImageGrid("Variations", "Choose a class and generate variations of one of its images.")
        row = QHBoxLayout()
        row.addWidget(self._class_box("Class to vary"), 1)
        row.addWidget(self.count)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.grid, 1)
        self.button.clicked.connect(self._another)
        self.count.valueChanged.connect(self._grow)
        self.grid.chosen.connect(lambda index: self.code_found.emit(self.codes[index]))
        self._work.done.connect(self._show)
        self._fill(workspace.data.dataset)

    def forget(self) -> None:
        super().forget()
        self._seed = None
        self.codes = np.zeros((0, 0), np.float32)
        self.grid.clear()

    def _another(self) -> None:
        self._seed = int(self._random.integers(SEEDS))
        self._grow()

    def _grow(self) -> None:
        if self._seed is not None:
            self._ask(variations, self._classes[0].currentIndex(), self.count.value(), self._seed)

    def _show(self, found: tuple[Codes, np.ndarray]) -> None:
        self.codes, images = found
        self.grid.set_images(images)
