"""What the lab does with classes of the data: a tool that knows them, and variations of one of their images."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.views.lab.sliders.class_codes import Codes, variations
from vae_gui.widgets.pictures.image_grid import ImageGrid
from vae_gui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from vae_models.data.load import Dataset

SEEDS = 2**31


class ClassTool(QWidget):
    """Works in the background on the current model and data.

    Signals:
        code_found(object): a z `(latent_dim,)` for the sliders. failed(object): an exception for the user.
    """

    code_found = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._classes: list[QComboBox] = []
        self._random = np.random.default_rng()
        self._work = LatestWins(self)
        self._work.failed.connect(self.failed)
        workspace.data.changed.connect(self._fill)

    def _class_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        self._classes.append(box)
        return box

    def _fill(self, dataset: "Dataset | None") -> None:
        names = dataset.class_names if dataset is not None and dataset.train.labels is not None else ()
        for number, box in enumerate(self._classes):
            chosen = box.currentIndex() if box.count() else number  # several boxes start with several classes
            box.clear()
            box.addItems(list(names))
            box.setCurrentIndex(min(chosen, len(names) - 1))
        self.setEnabled(bool(names))
        self.setToolTip("" if names else "This needs a data set with labels")

    def forget(self) -> None:
        """For another model."""
        self._work.drop()

    def _ask(self, function: Callable[..., object], *arguments: object) -> None:
        predictor, dataset = self._workspace.model.predictor, self._workspace.data.dataset
        if predictor is not None and dataset is not None:
            self._work.request(function, predictor, dataset, *arguments)

    def shut_down(self) -> None:
        self._work.close()


class Variations(ClassTool):
    """Samples of the posterior around a random example of a class; clicking one puts it on the sliders."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.codes: Codes = np.zeros((0, 0), np.float32)
        self._seed: int | None = None
        self.count = QSpinBox()
        self.count.setRange(1, 400)
        self.count.setValue(25)
        self.count.setAccessibleName("How many variations")
        self.count.setToolTip("How many variations; more are added to those shown")
        self.button = QPushButton("Generate")
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
        self.grid.image_clicked.connect(lambda index: self.code_found.emit(self.codes[index]))
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
