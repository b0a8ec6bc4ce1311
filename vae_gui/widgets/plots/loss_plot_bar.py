"""The few controls above the loss curves: axis, smoothing, unit, export. All are in one menu too, for narrow places."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QToolButton, QWidget

from vae_gui import theme
from vae_gui.widgets.basics.controls import combo
from vae_gui.widgets.files.file_dialogs import ask_target
from vae_gui.wording.file_kinds import CSV, PNG

if TYPE_CHECKING:
    from vae_gui.widgets.plots.curve_pane import CurveOptions

_Value = TypeVar("_Value", int, str)

SMOOTHINGS = {"No smoothing": 1, "Mean of 20 steps": 20, "Mean of 100 steps": 100, "Mean of 500 steps": 500}
UNITS = {"Epochs": "epochs", "Steps": "steps"}
PARTS = {"Total loss": 0, "Reconstruction": 1, "KL": 2}


class LossPlotBar(QWidget):
    """Controls that ask for options of the curves, and show them when they were set by code.

    Signals:
        log_axis_wanted(bool), smoothing_wanted(int): steps. unit_wanted(str): "epochs" or "steps".
        first_wanted(int): one of PARTS. fit_wanted(), copy_wanted().
        picture_wanted(object), table_wanted(object): the path of a file to be written.
    """

    log_axis_wanted = Signal(bool)
    smoothing_wanted = Signal(int)
    unit_wanted = Signal(str)
    first_wanted = Signal(int)
    fit_wanted = Signal()
    copy_wanted = Signal()
    picture_wanted = Signal(object)
    table_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.log_axis = QCheckBox("Log axis")
        self.log_axis.setToolTip("Draw losses on a logarithmic axis")
        self.log_axis.toggled.connect(self.log_axis_wanted)
        self.smoothing = combo(list(SMOOTHINGS), "Draw the mean over this many training steps", "Smoothing")
        self.smoothing.activated.connect(self._smoothing_chosen)
        self.unit = combo(list(UNITS), "What the horizontal axis counts", "Horizontal axis")
        self.unit.activated.connect(self._unit_chosen)
        self.menu = self._menu()
        more = QToolButton()
        more.setText("More")
        more.setToolTip("Plot options; copy or save the curves")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self.menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.spacing(1))
        for widget in (self.log_axis, self.smoothing, self.unit, more):
            layout.addWidget(widget)

    def set_narrow(self, narrow: bool) -> None:
        """Leaves only the menu where there is little room."""
        for widget in (self.log_axis, self.smoothing, self.unit):
            widget.setVisible(not narrow)

    def show_options(self, options: "CurveOptions") -> None:
        nearest = min(SMOOTHINGS.values(), key=lambda steps: abs(steps - options.smoothing))
        self.log_axis.setChecked(options.log_axis)
        self._log_action.setChecked(options.log_axis)
        self.smoothing.setCurrentIndex(list(SMOOTHINGS.values()).index(nearest))
        self._smoothing_actions[nearest].setChecked(True)
        self.unit.setCurrentIndex(0 if options.in_epochs else 1)
        self._unit_actions["epochs" if options.in_epochs else "steps"].setChecked(True)

    def _smoothing_chosen(self) -> None:
        self.smoothing_wanted.emit(SMOOTHINGS[self.smoothing.currentText()])

    def _unit_chosen(self) -> None:
        self.unit_wanted.emit(UNITS[self.unit.currentText()])

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._log_action = menu.addAction("Log axis")
        self._log_action.setCheckable(True)
        self._log_action.toggled.connect(self.log_axis_wanted)
        self._smoothing_actions = _choices(menu.addMenu("Smoothing"), SMOOTHINGS, self.smoothing_wanted.emit)
        self._unit_actions = _choices(menu.addMenu("Horizontal axis"), UNITS, self.unit_wanted.emit)
        _choices(menu.addMenu("In a narrow window show"), PARTS, self.first_wanted.emit)[0].setChecked(True)
        menu.addAction("Show all of the curves", self.fit_wanted.emit)
        menu.addSeparator()
        menu.addAction("Copy image", self.copy_wanted.emit)
        menu.addAction("Save image…", self._save_image)
        menu.addAction("Save numbers as CSV…", self._save_numbers)
        return menu

    def _save_image(self) -> None:
        path = ask_target(self, "Save image", "loss-curves.png", PNG)
        if path is not None:
            self.picture_wanted.emit(path)

    def _save_numbers(self) -> None:
        path = ask_target(self, "Save numbers", "loss-curves.csv", CSV)
        if path is not None:
            self.table_wanted.emit(path)


def _choices(menu: QMenu, values: dict[str, _Value], choose: Callable[[_Value], None]) -> dict[_Value, QAction]:
    """One of several, as checkable entries of a menu."""
    group = QActionGroup(menu)
    actions = {}
    for text, value in values.items():
        actions[value] = group.addAction(menu.addAction(text))
        actions[value].setCheckable(True)
        actions[value].setData(value)
    group.triggered.connect(lambda action: choose(action.data()))
    return actions
