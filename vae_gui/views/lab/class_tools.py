"""What the lab does with classes of the data: arithmetic with their codes, and variations of one of their images."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from vae_gui.background import LatestWins
from vae_gui.views.lab.class_codes import MEAN, ONE_IMAGE, Codes, Operand, combined, variations
from vae_gui.widgets.image_grid import ImageGrid
from vae_gui.workspace import Workspace

if TYPE_CHECKING:
    from vae_models.data import Dataset

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
        workspace.dataset_changed.connect(self._fill)

    def _class_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        self._classes.append(box)
        return box

    def _fill(self, dataset: "Dataset | None") -> None:
        names = dataset.class_names if dataset is not None and dataset.train.labels is not None else ()
        for box in self._classes:
            chosen = max(0, box.currentIndex())
            box.clear()
            box.addItems(list(names))
            box.setCurrentIndex(min(chosen, len(names) - 1))
        self.setEnabled(bool(names))
        self.setToolTip("" if names else "This needs data with labels")

    def _ask(self, function: Callable[..., object], *arguments: object) -> None:
        predictor, dataset = self._workspace.predictor, self._workspace.dataset
        if predictor is not None and dataset is not None:
            self._work.request(function, predictor, dataset, *arguments)

    def close_panel(self) -> None:
        self._work.close()


class Arithmetic(ClassTool):
    """A - B + C of three classes or images, put on the sliders."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        layout = QGridLayout(self)
        self._kinds: list[QComboBox] = []
        for row, (name, sign) in enumerate((("A", ""), ("B", "−"), ("C", "+"))):
            layout.addWidget(QLabel(f"{sign} {name}"), row, 0)
            layout.addWidget(self._kind_box(name), row, 1)
            layout.addWidget(self._class_box(f"Class of {name}"), row, 2)
        self.button = QPushButton("Put A − B + C on the sliders")
        self.button.setToolTip("What tells A from B, added to C")
        self.button.clicked.connect(self._combine)
        layout.addWidget(self.button, 3, 0, 1, 3)
        layout.setRowStretch(4, 1)
        self._work.done.connect(self.code_found)
        self._fill(workspace.dataset)

    def _kind_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.addItem("Mean code of", MEAN)
        box.addItem("A random image of", ONE_IMAGE)
        box.setAccessibleName(f"Kind of {name}")
        box.setToolTip("The average over the class, or one example of it")
        self._kinds.append(box)
        return box

    def choose(self, a: int, b: int, c: int) -> None:
        for box, label in zip(self._classes, (a, b, c), strict=True):
            box.setCurrentIndex(label)

    def _combine(self) -> None:
        operands = [
            Operand(box.currentIndex(), str(kind.currentData()), int(self._random.integers(SEEDS)))
            for box, kind in zip(self._classes, self._kinds, strict=True)
        ]
        self._ask(combined, *operands)


class Variations(ClassTool):
    """Samples of the posterior around a random example of a class; clicking one puts it on the sliders."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._codes: Codes = np.zeros((0, 0), np.float32)
        self._seed: int | None = None
        self.count = QSpinBox()
        self.count.setRange(1, 400)
        self.count.setValue(25)
        self.count.setAccessibleName("How many variations")
        self.count.setToolTip("How many samples; more are added to those shown")
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
        self.grid.image_clicked.connect(lambda index: self.code_found.emit(self._codes[index]))
        self._work.done.connect(self._show)
        self._fill(workspace.dataset)

    def _another(self) -> None:
        self._seed = int(self._random.integers(SEEDS))
        self._grow()

    def _grow(self) -> None:
        if self._seed is not None:
            self._ask(variations, self._classes[0].currentIndex(), self.count.value(), self._seed)

    def _show(self, found: tuple[Codes, np.ndarray]) -> None:
        self._codes, images = found
        self.grid.set_images(images)
