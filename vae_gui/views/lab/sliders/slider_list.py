"""All sliders of a model: by index or by activity, the collapsed ones folded away and counted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vae_gui.theme import spacing
from vae_gui.widgets.layout.column_scroll import ColumnScroll
from vae_gui.widgets.layout.two_sides import TwoSides
from vae_gui.widgets.sliders.latent_slider import LIMIT, UNIT, LatentSlider
from vae_models.models.collapse import COLLAPSED_NATS, collapsed


class SliderList(QWidget):
    """Signals:

    moved(int dimension, float value). locked(int dimension, bool). previewed(int dimension, float value). preview_ended().
    released(): a drag ended.
    """

    moved = Signal(int, float)
    locked = Signal(int, bool)
    previewed = Signal(int, float)
    preview_ended = Signal()
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sliders: list[LatentSlider] = []
        self.headings: dict[int, QLabel] = {}  # by the first dimension of their latent layer
        self.order: list[int] = []
        self._kl: NDArray[np.float64] = np.zeros(0)
        self._make_header()
        self._lay_out()

    def _make_header(self) -> None:
        self.sort = QComboBox()
        self.sort.addItems(["By index", "By activity"])
        self.sort.setAccessibleName("Order of the dimensions")
        self.sort.setToolTip("By activity: the dimensions with the highest KL first (mean in nats)")
        self.sort.currentIndexChanged.connect(self._arrange)
        self.range = QDoubleSpinBox()
        self.range.setRange(LIMIT, 5.0)
        self.range.setSingleStep(0.5)
        self.range.setPrefix("±")
        self.range.setAccessibleName("Range of the sliders")
        self.range.setToolTip(f"How far the sliders go; {UNIT}")
        self.range.valueChanged.connect(self._set_range)
        self.fold = QPushButton()
        self.fold.setCheckable(True)
        self.fold.setToolTip(
            f"Dimensions with a KL below {COLLAPSED_NATS} nats do not change the image; show or hide them"
        )
        self.fold.toggled.connect(self._arrange)
        self.fold.hide()

    def _lay_out(self) -> None:
        header = TwoSides()
        header.add_left(QLabel("Order"), self.sort, QLabel("Range"), self.range)
        header.add_right(self.fold)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(spacing(0.5))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, spacing(0.5), spacing(0.5), 0)
        column.addLayout(self._rows)
        column.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(header)
        self._scroll = ColumnScroll(inner)
        self._scroll.viewport().installEventFilter(self)
        layout.addWidget(self._scroll, 1)

    def build(self, layers: Sequence[int]) -> None:
        """Sliders for other dimensions: how many in each latent layer, the top one first."""
        for row in (*self.sliders, *self.headings.values()):
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.sliders = [self._make(dimension, sum(layers)) for dimension in range(sum(layers))]
        self.headings = {}
        if len(layers) > 1:
            starts = np.cumsum([0, *layers[:-1]]).tolist()
            self.headings = {start: _heading(layer, len(layers)) for layer, start in enumerate(starts)}
        self._kl, self.order = np.zeros(0), []
        self._arrange()

    def forget(self) -> None:
        """For another model: its own sliders are built when it comes."""
        self.build(())

    def _make(self, dimension: int, latent_dim: int) -> LatentSlider:
        slider = LatentSlider(dimension, latent_dim)
        slider.set_limit(self.range.value())
        slider.moved.connect(lambda value: self.moved.emit(dimension, value))
        slider.slider.sliderReleased.connect(self.released)
        slider.lock.toggled.connect(lambda on: self.locked.emit(dimension, on))
        slider.strip.previewed.connect(lambda value: self.previewed.emit(dimension, value))
        slider.strip.preview_ended.connect(self.preview_ended)
        return slider

    def set_activity(self, kl: NDArray[np.float64]) -> None:
        """Mean KL by dimension, nats per image; empty where the model has none."""
        self._kl = kl if len(kl) == len(self.sliders) else np.zeros(0)
        self.sort.setEnabled(len(self._kl) > 0)
        for slider in self.sliders[len(self._kl) :]:
            slider.activity.clear()
        for slider, value in zip(self.sliders, self._kl, strict=False):
            slider.activity.set_kl(float(value), float(self._kl.max()))
        if not any(slider.slider.isSliderDown() for slider in self.sliders):
            self._arrange()  # never under a hand that drags

    def show_dimension(self, dimension: int) -> None:
        """Brings its slider into sight, also one that is folded away, and gives it the focus."""
        if dimension < len(self.sliders):
            if self.sliders[dimension].isHidden():
                self.fold.setChecked(True)
            self._scroll.ensureWidgetVisible(self.sliders[dimension])
            self.sliders[dimension].slider.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def collapsed(self) -> list[int]:
        return collapsed(self._kl)

    def _arrange(self) -> None:
        by_activity = self.sort.currentIndex() == 1 and len(self._kl) > 0
        order = [int(d) for d in np.argsort(-self._kl, kind="stable")] if by_activity else range(len(self.sliders))
        hidden = set() if self.fold.isChecked() else set(self.collapsed)
        if list(order) != self.order:
            self.order = list(order)
            for dimension in self.order:
                for row in (self.headings.get(dimension), self.sliders[dimension]):
                    if row is not None:
                        self._rows.removeWidget(row)
                        self._rows.addWidget(row)
        for heading in self.headings.values():
            heading.setVisible(not by_activity)  # by activity the layers are mixed
        for dimension, slider in enumerate(self.sliders):
            slider.setVisible(dimension not in hidden)
        self.fold.setVisible(bool(self.collapsed))
        self.fold.setText(f"{'Hide' if self.fold.isChecked() else 'Show'} {len(self.collapsed)} collapsed")

        self._share_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    def _share_room(self) -> None:
        """All that are in sight get the same share of the height, so that few dimensions have large pictures."""
        rows = [slider for slider in self.sliders if not slider.isHidden()]
        others = sum(heading.sizeHint().height() + self._rows.spacing() for heading in self.headings.values())
        room = self._scroll.viewport().height() - spacing(0.5) - others
        for slider in rows:
            slider.take_room(room // len(rows) - self._rows.spacing())

    def _set_range(self, limit: float) -> None:
        for slider in self.sliders:
            slider.set_limit(limit)


def _heading(layer: int, layers: int) -> QLabel:
    place = "top" if layer == 0 else "bottom" if layer == layers - 1 else ""
    heading = QLabel(f"Latent layer {layer + 1}" + (f", the {place} one" if place else ""))
    heading.setProperty("heading", True)
    heading.setToolTip("The top layer decides what it is, the layers below how it looks")
    return heading
