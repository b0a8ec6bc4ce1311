"""The table of past runs: a check box and a name, the validation loss, the epochs."""

from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

if TYPE_CHECKING:
    from vae_models.runs import EpochMetrics, RunFolder

NAME, LOSS, EPOCHS = range(3)
_PATH = Qt.ItemDataRole.UserRole
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RunTree(QTreeWidget):
    """Rows keep their places and an open editor while their figures change.

    Signals:
        opened(): the selected run was double-clicked, or Enter was pressed on it.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Past runs")
        self.setToolTip("Check a run to see its curves in the plot; double-click to make its model the current one")
        self.setHeaderLabels(["Run", "Loss", "Epochs"])
        self.setRootIsDecorated(False)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (LOSS, EPOCHS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.itemDoubleClicked.connect(self.opened)

    # What is shown

    def show_rows(self, rows: "Sequence[tuple[RunFolder, list[EpochMetrics]]]", checked: Container[Path]) -> None:
        """All runs, in this order; rows that are there already only change their figures."""
        with QSignalBlocker(self):
            if [self.path(item) for item in self._items()] != [run.path for run, _ in rows]:
                self._rebuild([run for run, _ in rows])
            for item, (run, metrics) in zip(self._items(), rows, strict=True):
                item.setCheckState(NAME, Qt.CheckState.Checked if run.path in checked else Qt.CheckState.Unchecked)
                loss = metrics[-1].val_loss if metrics else None
                _set_figures(item, loss, len(metrics), run.recipe.epochs)

    def _rebuild(self, runs: "list[RunFolder]") -> None:
        selected = self.selected()
        self.clear()
        for run in runs:
            item = QTreeWidgetItem([run.name, "", ""])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(NAME, _PATH, run.path)
            item.setToolTip(NAME, f"{run.recipe.name}: {run.recipe.summary}\nData: {run.dataset}\n{run.created}")
            item.setToolTip(LOSS, "Validation loss after the last epoch, nats per image")
            for column in (LOSS, EPOCHS):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(item)
        if selected is not None:
            self.select(selected)

    def show_progress(self, path: Path, loss: float, epoch: int, epochs: int) -> None:
        item = self._find(path)
        if item is not None:
            with QSignalBlocker(self):
                _set_figures(item, loss, epoch, epochs)

    def show_name(self, path: Path) -> None:
        """The name of the folder again, after another one was refused."""
        item = self._find(path)
        if item is not None:
            with QSignalBlocker(self):
                item.setText(NAME, path.name)

    # What is selected

    def path(self, item: QTreeWidgetItem) -> Path:
        path: Path = item.data(NAME, _PATH)
        return path

    def selected(self) -> Path | None:
        items = self.selectedItems()
        return self.path(items[0]) if items else None

    def select(self, path: Path) -> None:
        item = self._find(path)
        if item is not None:
            self.setCurrentItem(item)

    def edit_name(self) -> None:
        item = self.currentItem()
        if item is not None:
            self.editItem(item, NAME)

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.topLevelItem(index) for index in range(self.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _find(self, path: Path) -> QTreeWidgetItem | None:
        return next((item for item in self._items() if self.path(item) == path), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as a double-click does; the Enter that ends an editor comes by here too."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _KEYS and not editing and self.selected() is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def _set_figures(item: QTreeWidgetItem, loss: float | None, epoch: int, epochs: int) -> None:
    item.setText(LOSS, "–" if loss is None else f"{loss:.1f}")
    item.setText(EPOCHS, f"{epoch}/{epochs}")
