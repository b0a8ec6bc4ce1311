"""One latent dimension: its name, a slider, its value as text, and the strip of what it does."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QDoubleSpinBox, QHBoxLayout, QLabel, QToolButton, QWidget

from vae_gui import theme
from vae_gui.theme.icons import icon
from vae_gui.widgets.basics.turning_box import NARROW, TurningBox
from vae_gui.widgets.pictures.traversal_strip import PICTURES, TraversalStrip
from vae_gui.widgets.sliders.activity_bar import ActivityBar
from vae_gui.widgets.sliders.slider import Slider

STEPS = 100  # slider steps per unit
UNIT = "where there is a prior N(0, I), 1 is its standard deviation"
LIMIT = 3.0


class ResettingSlider(Slider):
    """A horizontal slider that a double-click sets to zero."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(0)


class _Name(QLabel):
    """As wide as the widest of all names, so that the sliders stand below each other."""

    def __init__(self, text: str, digits: int, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._widest = "z" + "0" * digits

    def sizeHint(self) -> QSize:
        room = self.fontMetrics().horizontalAdvance(self._widest) + theme.spacing(1, self)
        return super().sizeHint().expandedTo(QSize(room, 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class LatentSlider(TurningBox):
    """Values in prior standard deviations, from -3 to 3 (or `set_limit`) on the slider and -10 to 10 as text.

    Signals:
        moved(float): a person set another value.
    """

    moved = Signal(float)

    def __init__(self, dimension: int, latent_dim: int, parent: QWidget | None = None) -> None:
        """dimension: counted from 0, of `latent_dim` that stand below each other."""
        super().__init__(parent)
        name = f"z{dimension + 1}"
        self.label = _Name(name, digits=len(str(latent_dim)), parent=self)
        self.activity = ActivityBar(name, self)
        self.strip = TraversalStrip(f"Traversal of {name}", self)
        self._make_value(name)
        self._make_slider(dimension)
        self._make_lock(name)
        self._controls = QWidget(self)
        layout = QHBoxLayout(self._controls)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.label, self.activity, self.slider, self.value, self.lock):
            layout.addWidget(widget, int(widget is self.slider))
        self._room = 0
        self.add(self._controls, 2)
        self.add(self.strip, 3)
        self.slider.valueChanged.connect(self._slid)
        self.value.valueChanged.connect(self._picked)
        self.strip.picked.connect(self._picked)

    def _make_slider(self, dimension: int) -> None:
        self.slider = ResettingSlider(self)
        self.slider.setPageStep(STEPS // 2)
        self.slider.setAccessibleName(f"Latent dimension {dimension + 1}")
        self.slider.setToolTip("Drag, or use the arrow keys; double-click for zero")
        theme.scaled(self.slider, self.slider.setMinimumWidth, 6.5)
        self.set_limit(LIMIT)

    def _make_value(self, name: str) -> None:
        self.value = QDoubleSpinBox(self)
        self.value.setRange(-10.0, 10.0)
        self.value.setSingleStep(0.1)
        self.value.setAccessibleName(f"Value of {name}")
        self.value.setToolTip(UNIT[0].upper() + UNIT[1:])

    def _make_lock(self, name: str) -> None:
        self.lock = QToolButton(self)
        self.lock.setText("Lock")
        self.lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.lock.setCheckable(True)
        self.lock.toggled.connect(self._show_lock)
        self.lock.setIcon(icon("unlock"))
        self.lock.setAccessibleName(f"Lock {name}")
        self.lock.setToolTip("Keep this value when the others are set to zero or drawn at random")

    def _show_lock(self, locked: bool) -> None:
        self.lock.setIcon(icon("lock" if locked else "unlock"))

    def take_room(self, height: int) -> None:
        """Of so many pixels the pictures take what they can: under the controls they may be wider, beside them higher."""
        self._room = height
        self._turn()

    def _turn(self) -> None:
        super()._turn()
        self.strip.want_side(self._side_below() if self.stacked else self._side_beside())

    def _side_beside(self) -> int:
        wide = self.width() - self._box.spacing() - self._controls.minimumSizeHint().width()
        return min(wide // PICTURES, self._room)

    def _side_below(self) -> int:
        return min(self.width() // PICTURES, self._room - self._box.spacing() - self._controls.sizeHint().height())

    def _fitting(self) -> QBoxLayout.Direction:
        return NARROW if self._side_below() > self._side_beside() else super()._fitting()

    def set_limit(self, limit: float) -> None:
        """How far the slider goes to both sides; a value beyond it stays what it is."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(round(-limit * STEPS), round(limit * STEPS))
            self.slider.setValue(round(self.value.value() * STEPS))

    def set_value(self, value: float) -> None:
        """Shows a value without telling anybody."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.value):
            self.slider.setValue(round(value * STEPS))
            self.value.setValue(value)
        self.strip.set_current(value)

    def _slid(self, steps: int) -> None:
        self._picked(steps / STEPS)

    def _picked(self, value: float) -> None:
        self.set_value(value)
        self.moved.emit(value)
