"""The bar above the map: which plane, which spacing, how many tiles over what range."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QStackedWidget,
    QWidget,
)

from vae_gui import theme
from vae_gui.views.latent_map.model.plane_choice import PlaneChoice
from vae_gui.widgets.basics.controls import combo, tool_button
from vae_gui.widgets.layout.two_sides import TwoSides

_AXES, _DIMS, _THROUGH = 0, 1, 2
_OTHERS = 14  # signs of the box in sight; names of images are longer


class PlaneBar(TwoSides):
    """Signals: choice_changed(PlaneChoice); through_wanted(): the plane through three pins was asked for;
    spacing_changed(quantile: bool); grid_changed(tiles along a side, range in prior standard deviations);
    fit_wanted().
    """

    choice_changed = Signal(object)
    through_wanted = Signal()
    spacing_changed = Signal(bool)
    grid_changed = Signal(int, float)
    fit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = PlaneChoice()
        self.most_used: Callable[[], tuple[int, int]] = lambda: (0, 1)  # the two dimensions to begin with
        self._code: tuple[str, np.ndarray] | None = None
        self._latent_dim = 2
        self.kind = combo(
            ["Principal axes", "Two dimensions", "Through three pins"],
            "The plane of latent space that the map shows", "Plane",
        )  # fmt: skip
        self.first = combo([], "The dimension that runs to the right", "Horizontal dimension")
        self.second = combo([], "The dimension that runs upwards", "Vertical dimension")
        self.others = combo(["Other dimensions = 0"], "Where the other dimensions are held", "Other dimensions")
        self.quantile = QCheckBox("Quantile grid")
        self.quantile.setToolTip("Space the map by the prior's quantiles: equal areas are equally likely")
        self.quantile.setAccessibleName("Quantile grid")
        self.count = QSpinBox(minimum=4, maximum=60, value=20, suffix=" tiles")
        self.count.setToolTip("Tiles along a side of the manifold when everything is in view")
        self.count.setAccessibleName("Tiles along a side")
        self.reach = QDoubleSpinBox(minimum=0.5, maximum=100.0, value=3.0, singleStep=0.5, decimals=1, prefix="± ")
        self.reach.setToolTip("How far the manifold reaches, in prior standard deviations")
        self.reach.setAccessibleName("Range of the manifold")
        self.fit = tool_button("Fit", "Show the whole map (Home, or double-click on it)", "Fit the map", sign="fit")
        self.whole = QLabel("The whole space: z1 and z2")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.others.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.others.setMinimumContentsLength(_OTHERS)
        self._choices = QStackedWidget()  # whatever there is to choose, the bar's rows are the same
        self._choices.addWidget(_row(self.whole))
        self._choices.addWidget(_row(self.kind, self.first, self.second, self.others))
        for control in (self.first, self.second, self.others):
            policy = control.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            control.setSizePolicy(policy)
        self.add_left(self._choices)
        self.add_right(self.quantile, self.count, self.reach, self.fit)

    def _connect(self) -> None:
        self.kind.activated.connect(self._kind_chosen)
        for control in (self.first, self.second, self.others):
            control.activated.connect(self._dims_chosen)
        self.quantile.toggled.connect(self.spacing_changed)
        self.count.valueChanged.connect(self._grid_chosen)
        self.reach.valueChanged.connect(self._grid_chosen)
        self.fit.clicked.connect(self.fit_wanted)

    @property
    def choice(self) -> PlaneChoice:
        return self._choice

    def set_model(self, latent_dim: int, *, variational: bool) -> None:
        """Offers what a model of that size has."""
        if latent_dim != self._latent_dim or not self.first.count():
            self._latent_dim = latent_dim
            for box in (self.first, self.second):
                box.clear()
                box.addItems([f"z{dim + 1}" for dim in range(latent_dim)])
        self.quantile.setEnabled(variational)
        if not variational:
            self.quantile.setChecked(False)
        self._show()

    def set_choice(self, choice: PlaneChoice) -> None:
        """Shows a choice made elsewhere; says nothing about it."""
        self._choice = choice
        self._show()

    def set_code(self, name: str, z: np.ndarray | None) -> None:
        """The chosen image or pin, whose code the other dimensions can be held at."""
        self._code = None if z is None else (name, z)
        text = [] if z is None else [f"Other dimensions at {name}"]
        while self.others.count() > 1:
            self.others.removeItem(1)
        self.others.addItems(text)
        if self._choice.at is not None and not text:
            self.others.addItem("Other dimensions at the chosen code")
        self.others.setCurrentIndex(1 if self._choice.at is not None else 0)

    def set_grid(self, count: int, reach: float) -> None:
        for control, value in ((self.count, count), (self.reach, reach)):
            control.blockSignals(True)
            control.setValue(value)  # type: ignore[arg-type]
            control.blockSignals(False)

    def _show(self) -> None:
        choice, many = self._choice, self._latent_dim > 2
        self._choices.setCurrentIndex(int(many))
        self.whole.setText("The whole space: z1 and z2" if self._latent_dim == 2 else "The whole space: z1")
        for control in (self.first, self.second, self.others):
            control.setVisible(choice.kind == "dims")
        self.kind.setCurrentIndex({"axes": _AXES, "dims": _DIMS, "through": _THROUGH}[choice.kind])
        self.first.setCurrentIndex(choice.first)
        self.second.setCurrentIndex(choice.second)
        self.others.setCurrentIndex(1 if choice.at is not None and self.others.count() > 1 else 0)

    def _kind_chosen(self, index: int) -> None:
        if index == _THROUGH:
            self._show()
            self.through_wanted.emit()
        else:
            self._choose(PlaneChoice("axes") if index == _AXES else PlaneChoice("dims", *self.most_used()))

    def _dims_chosen(self) -> None:
        first, second = self.first.currentIndex(), self.second.currentIndex()
        if first == second:  # the dimension taken by the other axis: exchange the two
            first, second = self._choice.second, self._choice.first
        held = self._code[1] if self.others.currentIndex() == 1 and self._code is not None else None
        self._choose(PlaneChoice("dims", first, second, held))

    def _choose(self, choice: PlaneChoice) -> None:
        self._choice = replace(choice)
        self._show()
        self.choice_changed.emit(self._choice)

    def _grid_chosen(self) -> None:
        self.grid_changed.emit(self.count.value(), self.reach.value())


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.spacing(0.7))
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return row
