"""Rows of pictures, one for each model that is selected in the table; columns are what all of them were given."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.theme import spacing
from vae_gui.theme.icons import icon
from vae_gui.views.compare.tabs.comparison import IMAGES, KINDS, MODELS, Comparison, Question, SideBySide, images_shown
from vae_gui.views.compare.tabs.tab import CompareTab
from vae_gui.widgets.pictures.image_strip import ImageRow, ImageStrip
from vae_gui.wording.errors import explain
from vae_gui.workspace.run_rows import RunRow
from vae_gui.workspace.workspace import Workspace

_EMPTY = f"Select up to {MODELS} runs in the table (Ctrl+click, or Shift with the arrow keys) to see them side by side."


class SideBySideTab(CompareTab):
    """Works in the background, and only while it is in sight."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._paths: tuple[Path, ...] = ()
        self._stamps: tuple[object, ...] = ()
        self._first = 0
        self._stale = False
        self._drawn: int | None = None
        self.kind = QComboBox()
        for name, (words, _, _) in KINDS.items():
            self.kind.addItem(words, name)
        self.kind.setAccessibleName("Input of the models")
        self.kind.setToolTip("The input of all selected models")
        self.dimension = QSpinBox()
        self.dimension.setRange(1, 1024)
        self.dimension.setPrefix("z")
        self.dimension.setAccessibleName("Dimension of the path")
        self.dimension.setToolTip("The latent dimension that runs from −3 to 3; all others stay 0")
        self.others = QPushButton(icon("again"), "Next images")
        self.others.setToolTip("The next validation images")
        self.strip = ImageStrip("Models side by side", _EMPTY, abreast=IMAGES)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)  # names of runs and classes are data
        self.words.setProperty("quiet", True)
        self.words.setWordWrap(True)
        self._side_by_side = SideBySide()
        self._worker = LatestWins(self)
        self._lay_out()
        self._connect()
        self._show_controls()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for widget in (self.kind, self.dimension, self.others):
            bar.addWidget(widget)
        bar.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.strip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(spacing(0.5), spacing(0.5), spacing(0.5), spacing(0.5))
        layout.addLayout(bar)
        layout.addWidget(self.words)
        layout.addWidget(scroll, 1)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._show_controls)
        self.kind.currentIndexChanged.connect(self._ask)
        self.dimension.valueChanged.connect(self._ask)
        self.others.clicked.connect(self._next_images)
        self._worker.done.connect(self._show)
        self._worker.failed.connect(lambda error: self.failed.emit(explain(error)))
        self.workspace.data.changed.connect(self._data_changed)
        self.workspace.model.predictor_changed.connect(self._class_may_have_changed)
        self.strip.failed.connect(self.failed)

    def set_selected(self, rows: list[RunRow]) -> None:
        """The runs that are compared; the same ones again only where their files have grown."""
        stamps = tuple((row.path, row.epochs) for row in rows)
        if stamps != self._stamps:
            self._stamps, self._paths = stamps, tuple(row.path for row in rows)
            self._ask()

    def _data_changed(self) -> None:
        """What the models made of other images goes at once."""
        self._worker.drop()
        self.strip.clear()
        self._ask()

    def _class_may_have_changed(self) -> None:
        """While a model trains it changes many times a second, its class does not."""
        if self.workspace.model.label != self._drawn:
            self._ask()

    def _next_images(self) -> None:
        self._first += IMAGES
        self._ask()

    def _show_controls(self) -> None:
        along = self.kind.currentData() == "along"
        self.dimension.setVisible(along)
        self.others.setVisible(not along)

    def _ask(self, *_: object) -> None:
        dataset = self.workspace.data.dataset
        self._drawn = self.workspace.model.label
        self._stale = not self.isVisible()
        if not self._paths or dataset is None:
            self._worker.drop()
            self.strip.clear()
            self.words.clear()
            self.words.hide()
            return
        if self._stale:
            return
        pictures = dataset.val.images
        kind = str(self.kind.currentData())
        shown = images_shown(kind, len(pictures))
        self.others.setEnabled(len(pictures) > shown)
        numbers = np.arange(self._first, self._first + shown) % len(pictures)
        images = pictures[numbers][:, 0].numpy()
        labels = None if dataset.val.labels is None else dataset.val.labels[numbers].numpy()
        question = Question(kind, images, self.dimension.value() - 1, labels, self._drawn, dataset.class_names)
        self._worker.request(self._side_by_side.ask, self._paths, question)

    def _show(self, comparison: Comparison) -> None:
        self.strip.set_rows([ImageRow(line.label, line.images) for line in comparison.lines])
        sentences = (*comparison.told, *comparison.left_out)
        self.words.setText("\n".join(sentences))
        self.words.setVisible(bool(sentences))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._ask()

    def shut_down(self) -> None:
        self._worker.close()
