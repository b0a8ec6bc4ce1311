"""The list of pins: names, thumbnails, and what can be made of two or three of them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from vae_gui import theme
from vae_gui.widgets.basics.controls import button, combo
from vae_gui.wording.sentences import INTERPOLATION_TIP, INTERPOLATIONS
from vae_gui.workspace.pins import Pin

ROWS_IN_SIGHT = 5


def _row_height() -> int:
    return theme.spacing(2.9)


class _List(QListWidget):
    """Signals: delete_wanted()."""

    delete_wanted = Signal()

    @property
    def editing(self) -> bool:
        """Whether a name is being typed; then no item may change, or what was typed is lost."""
        return self.state() == QAbstractItemView.State.EditingState

    def sizeHint(self) -> QSize:
        """No taller than it must be; it takes what the window has left."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)


class PinsPanel(QWidget):
    """Signals: chosen(index or -1); renamed(index, name); delete_wanted(list of indices);
    interpolation_wanted(indices of two pins, steps, spherical); plane_wanted(indices of three pins); count_changed(int).
    """

    chosen = Signal(int)
    renamed = Signal(int, str)
    delete_wanted = Signal(list)
    interpolation_wanted = Signal(list, int, bool)
    plane_wanted = Signal(list)
    count_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pins: list[Pin] = []
        self._usable: list[bool] = []
        self.list = _List()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("Pins")
        self.list.setToolTip(
            "Click to show a pin; double-click or F2 renames it, Delete deletes it, Ctrl+click selects several"
        )
        self.steps = QSpinBox(minimum=2, maximum=200, value=16, suffix=" steps")
        self.steps.setToolTip("Frames from the first pin to the second")
        self.steps.setAccessibleName("Steps of the interpolation")
        self.kind = combo(list(INTERPOLATIONS), INTERPOLATION_TIP, "Interpolation")
        self.interpolate = button(
            "Interpolate", "A path between the last two pins, or the two selected", self._interpolate, sign="path"
        )
        self.plane = button(
            "Plane",
            "The plane through the last three pins, or the three selected",
            self._plane,
            "Plane through three pins",
            sign="plane",
        )
        self.delete = button("Delete", "Delete the selected pins", self._delete, "Delete pins", sign="delete")
        self._lay_out()
        self.list.itemSelectionChanged.connect(self._selection_changed)
        self.list.itemChanged.connect(self._item_changed)
        self.list.delete_wanted.connect(self._delete)
        theme.follow(self, self._follow_text_size)
        self._follow_text_size()
        self._selection_changed()

    def _follow_text_size(self) -> None:
        row = _row_height()
        for index in range(self.list.count()):
            self.list.item(index).setSizeHint(QSize(0, row))
        self.list.setMinimumHeight(ROWS_IN_SIGHT * row + 2 * self.list.frameWidth())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing(0.5))
        column.addWidget(self.list, 1)
        rows: tuple[tuple[QWidget, ...], ...] = ((self.interpolate, self.kind), (self.steps, self.plane, self.delete))
        for widgets in rows:
            row = QHBoxLayout()
            row.setSpacing(theme.spacing(0.5))
            for widget in widgets:
                row.addWidget(widget, 1)
            column.addLayout(row)

    @property
    def selected(self) -> list[int]:
        """Indices of the chosen pins, in the order of the list."""
        return sorted(index.row() for index in self.list.selectedIndexes())

    def set_pins(self, pins: Sequence[Pin], usable: Sequence[bool]) -> None:
        """Pins that have no place in the open model are kept, but cannot be chosen."""
        if list(usable) == self._usable and list(pins) == self._pins:
            return
        kept = self.selected if len(pins) == len(self._pins) else []
        self.list.blockSignals(True)
        self._make_rows(len(pins))
        self._pins, self._usable = list(pins), list(usable)
        for row, (pin, fits) in enumerate(zip(pins, usable, strict=True)):
            self._fill(self.list.item(row), pin, fits)
            self.list.item(row).setSelected(fits and row in kept)
        self.list.blockSignals(False)
        self._selection_changed()
        self.count_changed.emit(len(pins))

    def _make_rows(self, count: int) -> None:
        while self.list.count() > count:
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < count:
            item = QListWidgetItem()
            item.setSizeHint(QSize(0, _row_height()))
            self.list.addItem(item)

    def _fill(self, item: QListWidgetItem, pin: Pin, fits: bool) -> None:
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        item.setFlags(enabled if fits else Qt.ItemFlag.NoItemFlags)
        item.setText(pin.name)
        if not fits:
            item.setIcon(QIcon())  # what another model made of it
        item.setToolTip(
            ""
            if fits
            else "A pin of another model; it is shown again once that model, or one for images of this size, is open"
        )

    def clear_thumbnails(self) -> None:
        """Another model comes, which makes its own pictures of the pins."""
        for row in range(self.list.count()):
            self.list.item(row).setIcon(QIcon())

    def set_thumbnails(self, images: dict[int, np.ndarray]) -> None:
        """Decoded pins by index; each `(H, W)` uint8."""
        if self.list.editing:
            return
        side = theme.spacing(2.5)
        self.list.setIconSize(QSize(side, side))
        self.list.blockSignals(True)
        for row, image in images.items():
            if row < self.list.count():
                self.list.item(row).setIcon(_icon(image))
        self.list.blockSignals(False)

    def choose(self, index: int) -> None:
        """Selects one pin, or none for -1; says nothing about it."""
        self.list.blockSignals(True)
        self.list.clearSelection()
        if 0 <= index < self.list.count():
            self.list.setCurrentRow(index)
            self.list.scrollToItem(self.list.item(index))
        self.list.blockSignals(False)
        self._update_buttons()

    def _selection_changed(self) -> None:
        self._update_buttons()
        if not self.list.signalsBlocked() and len(self.selected) == 1:
            self.chosen.emit(self.selected[0])

    def _update_buttons(self) -> None:
        self.interpolate.setEnabled(len(self.last_or_selected(2)) == 2)
        self.plane.setEnabled(len(self.last_or_selected(3)) == 3)
        self.delete.setEnabled(len(self.selected) > 0)

    def last_or_selected(self, count: int) -> list[int]:
        """The selected pins where several are; else the last `count` that fit the model, or fewer where there are fewer."""
        if len(self.selected) > 1:
            return self.selected
        usable = [row for row in range(self.list.count()) if self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable]
        return usable[-count:]

    def _item_changed(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        name = item.text().strip()
        if name and name != self._pins[row].name:
            self.renamed.emit(row, name)
        else:
            item.setText(self._pins[row].name)

    def _interpolate(self) -> None:
        self.interpolation_wanted.emit(self.last_or_selected(2), self.steps.value(), self.kind.currentIndex() == 1)

    def _plane(self) -> None:
        self.plane_wanted.emit(self.last_or_selected(3))

    def _delete(self) -> None:
        if self.selected:
            self.delete_wanted.emit(self.selected)


def _icon(image: np.ndarray) -> QIcon:
    image = np.ascontiguousarray(image)
    height, width = image.shape
    return QIcon(QPixmap.fromImage(QImage(image.data, width, height, width, QImage.Format.Format_Grayscale8).copy()))
