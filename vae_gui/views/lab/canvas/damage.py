"""Chooses what is done to the drawing before it is cleaned: kind, strength, and whether the noise is drawn anew each time."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QSpinBox, QWidget

from vae_gui import theme
from vae_gui.widgets.layout.two_sides import TwoSides
from vae_gui.widgets.sliders.slider import Slider
from vae_models.damage.single import KINDS, Damage, describe

_SEEDS = 10_000
_STEPS = 100


class DamageControls(TwoSides):
    """Signals: changed() when another damage was chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._random = np.random.default_rng()
        self.kind = QComboBox()
        for name, kind in KINDS.items():
            self.kind.addItem(kind.title, name)
        self.kind.setAccessibleName("Damage")
        self.kind.setToolTip("What is done to the drawing before the denoiser sees it")
        self.strength = Slider()
        self.strength.setRange(0, _STEPS)
        self.strength.setValue(_STEPS // 2)
        self.strength.setAccessibleName("Strength of the damage")
        self.strength.setToolTip("How strong the damage is")
        self.seed = QSpinBox()
        self.seed.setRange(0, _SEEDS - 1)
        self.seed.setPrefix("Seed ")
        self.seed.setAccessibleName("Seed of the damage")
        self.seed.setToolTip("The same seed gives the same damage")
        self.anew = QCheckBox("Resample noise")
        self.anew.setToolTip("Draw new noise at every point of a stroke, instead of the noise of one seed")
        self._amount = QLabel()
        self._amount.setProperty("quiet", True)
        self._lay_out()
        self.kind.setCurrentIndex(self.kind.findData("gaussian"))
        self.kind.currentIndexChanged.connect(self._tell)
        self.strength.valueChanged.connect(self._tell)
        self.seed.valueChanged.connect(self._tell)
        self.anew.toggled.connect(self._tell)
        self._show_amount()

    def _lay_out(self) -> None:
        self.add_left(self.kind, self.strength, self._amount)
        self.add_right(self.seed, self.anew)
        theme.scaled(self.strength, self.strength.setMinimumWidth, 6)
        theme.scaled(self._amount, self._keep_room, 1)

    def _keep_room(self, unit: int) -> None:
        """Of the longest amount, so that the slider keeps its place."""
        widest = max((describe(kind, 1.0) for kind in KINDS), key=len)
        self._amount.setMinimumWidth(QFontMetrics(QApplication.font()).horizontalAdvance(widest))

    def draw_damage(self) -> Damage:
        """What was chosen; with a new seed at each call where the noise is to be drawn anew."""
        seed = int(self._random.integers(_SEEDS)) if self.anew.isChecked() else self.seed.value()
        return Damage(self.kind.currentData(), self.strength.value() / _STEPS, seed)

    def _tell(self) -> None:
        self._show_amount()
        self.changed.emit()

    def _show_amount(self) -> None:
        name = self.kind.currentData()
        kind = KINDS[name]
        self._amount.setText(describe(name, self.strength.value() / _STEPS))
        self.strength.setEnabled(kind.amount is not None)
        self.anew.setEnabled(kind.random)
        self.seed.setEnabled(kind.random and not self.anew.isChecked())
