"""A - B + C of codes: of class means, of images, or of what is on the sliders; shown before it is taken."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QSpinBox, QStackedWidget, QWidget

from vae_gui.theme import spacing
from vae_gui.theme.icons import icon
from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.views.lab.sliders.tools.class_codes import GIVEN, MEAN, NUMBERED, ONE_IMAGE, Codes, Operand, combined
from vae_gui.views.lab.sliders.tools.class_tool import SEEDS, ClassTool
from vae_gui.widgets.pictures.captioned_images import CaptionedImages, Captions
from vae_gui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from vae_models.data.load import Dataset

_CAPTIONS = [Captions("A"), Captions("− B"), Captions("+ C"), Captions("A − B + C")]
_SIGNS = 9  # of a kind's words in sight at least, counted in the widest of signs
_KINDS = (
    ("Mean code of", MEAN),
    ("A random image of", ONE_IMAGE),
    ("Image number", NUMBERED),
    ("The sliders' code", GIVEN),
)


class OperandRow(QObject):
    """Which code A, B or C stands for."""

    def __init__(
        self, name: str, classes: QComboBox, sliders: Callable[[], Codes], changed: Callable[[], None]
    ) -> None:
        super().__init__(classes)
        self.classes = classes
        self._sliders, self._changed = sliders, changed
        self._random = np.random.default_rng()
        self._seed, self._z = 0, np.zeros(0, np.float32)
        self.kind = QComboBox()
        for words, kind in _KINDS:
            self.kind.addItem(words, kind)
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(_SIGNS)
        self.kind.setAccessibleName(f"Kind of {name}")
        self.kind.setToolTip("The mean code of a class, the code of one image, or what is on the sliders now")
        self.number = QSpinBox()
        self.number.setAccessibleName(f"Number of the image for {name}")
        self.number.setToolTip("The validation images are counted from 0")
        self.which = QStackedWidget()
        for page in (classes, self.number, QLabel()):
            self.which.addWidget(page)
        self.kind.activated.connect(self._choose)  # the same choice again takes another image, or the sliders anew
        classes.currentIndexChanged.connect(changed)
        self.number.valueChanged.connect(changed)

    def _choose(self) -> None:
        self.which.setCurrentIndex({NUMBERED: 1, GIVEN: 2}.get(self.kind.currentData(), 0))
        self._seed = int(self._random.integers(SEEDS))
        self._z = self._sliders().copy()
        self._changed()

    def forget(self) -> None:
        """A code that was on the sliders of another model is no operand any more."""
        self._z = np.zeros(0, np.float32)

    def read(self) -> Operand:
        """What is chosen; the sliders' code is that of the moment when they were chosen."""
        if self._z.shape != self._sliders().shape:
            self._z = self._sliders().copy()
        kind = str(self.kind.currentData())
        return Operand(max(0, self.classes.currentIndex()), kind, self._seed, self.number.value(), self._z)


class Arithmetic(ClassTool):
    """Signals, besides the ClassTool's:

    shown(): the images of A, B, C and A - B + C are up to date.
    """

    shown = Signal()
    title = "Arithmetic"

    def __init__(self, workspace: Workspace, code: EditedCode, parent: QWidget | None = None) -> None:
        super().__init__(workspace, code, parent)
        self.codes: Codes = np.zeros((0, 0), np.float32)
        self.rows = [
            OperandRow(name, self._class_box(f"Class of {name}"), lambda: self.code.z, self.refresh) for name in "ABC"
        ]
        self.images = CaptionedImages("A − B + C", "Choose three codes.")
        self.button = QPushButton(icon("sliders"), "Put A − B + C on the sliders")
        self.button.setToolTip("Add what distinguishes A from B to C")
        self.button.clicked.connect(self._take)
        self._lay_out()
        self._work.done.connect(self._show)
        workspace.model.predictor_changed.connect(self.refresh)
        self._fill(workspace.data.dataset)

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        for index, (row, sign) in enumerate(zip(self.rows, ("A", "− B", "+ C"), strict=True)):
            layout.addWidget(QLabel(sign), index, 0)
            layout.addWidget(row.kind, index, 1)
            layout.addWidget(row.which, index, 2)
        layout.addWidget(self.images, 3, 0, 1, 3)
        layout.addWidget(self.button, 4, 0, 1, 3)
        layout.setRowStretch(3, 1)
        layout.setVerticalSpacing(spacing(0.5))

    def forget(self) -> None:
        super().forget()
        self.codes = np.zeros((0, 0), np.float32)
        self.images.clear()
        for row in self.rows:
            row.forget()

    def choose(self, a: int, b: int, c: int) -> None:
        """Three classes."""
        for row, label in zip(self.rows, (a, b, c), strict=True):
            row.classes.setCurrentIndex(label)

    def _fill(self, dataset: "Dataset | None") -> None:
        super()._fill(dataset)
        for row in self.rows:
            with QSignalBlocker(row.number):
                row.number.setRange(0, max(0, len(dataset.val.images) - 1 if dataset is not None else 0))
        self.refresh()

    def refresh(self) -> None:
        """Computes again, in the background, if it can be seen."""
        predictor = self.workspace.model.predictor
        if self.isVisible() and predictor is not None and predictor.has_latent:
            self._ask(combined, *(row.read() for row in self.rows))

    def _show(self, found: tuple[Codes, np.ndarray]) -> None:
        self.codes, images = found
        self.images.set_columns([images], _CAPTIONS)
        self.shown.emit()

    def _take(self) -> None:
        if len(self.codes):
            self.code_found.emit(self.codes[-1])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
