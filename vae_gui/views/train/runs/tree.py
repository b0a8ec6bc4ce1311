"""The table of past runs: a check box and a name, the validation loss, the epochs."""

from collections.abc import Container, Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from vae_gui import theme
from vae_gui.widgets.basics.roomy_rows import RoomyRows
from vae_gui.workspace.run_rows import RunRow

NAME, LOSS, EPOCHS = range(3)
_NAME_UNITS, _HEADER_UNITS = 13.5, 2.0  # of a name of twelve letters with its check box; around a header's text
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
        self.setToolTip("Tick a run to see its curves in the plot; double-click to make its model the current one")
        self.setHeaderLabels(["Run", "Loss", "Epochs"])
        self.setRootIsDecorated(False)
        self.setItemDelegate(RoomyRows(self))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (LOSS, EPOCHS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.itemDoubleClicked.connect(self.opened)
        theme.follow(self, self._give_way)

    # What is shown

    def show_rows(self, rows: Sequence[RunRow], checked: Container[Path]) -> None:
        """All runs, in this order; rows that are there already only change their figures."""
        with QSignalBlocker(self):
            if [self.path(item) for item in self._items()] != [row.path for row in rows]:
                self._rebuild(rows)
            for item, row in zip(self._items(), rows, strict=True):
                item.setCheckState(NAME, Qt.CheckState.Checked if row.path in checked else Qt.CheckState.Unchecked)
                with QSignalBlocker(self.model()):  # a change would take back what is typed into an open editor
                    item.setToolTip(NAME, _tip(row))
                _set_figures(item, row.last.val.loss if row.last else None, row.epochs, row.recipe.epochs)
        self._give_way()

    def _rebuild(self, rows: Sequence[RunRow]) -> None:
        selected = self.selected()
        self.clear()
        for row in rows:
            item = QTreeWidgetItem([row.name, "", ""])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(NAME, _PATH, row.path)
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

    def show_name(self, row: RunRow) -> None:
        """The run's own name again, after another one was refused."""
        item = self._find(row.path)
        if item is not None:
            with QSignalBlocker(self):
                item.setText(NAME, row.name)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """Where there is no room for all, the names need it more than the epochs, which the tip tells too."""
        figures = sum(self._needed(column) for column in (LOSS, EPOCHS))
        self.setColumnHidden(EPOCHS, theme.spacing(_NAME_UNITS) + figures > self.viewport().width())

    def _needed(self, column: int) -> int:
        """The width of a column, also while it is hidden."""
        title = self.header().fontMetrics().horizontalAdvance(self.headerItem().text(column))
        return max(title + theme.spacing(_HEADER_UNITS), self.sizeHintForColumn(column))

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


def _tip(row: RunRow) -> str:
    """The name in full, and what files say of the run."""
    made = f"{row.run.date:%Y-%m-%d %H:%M:%S}" if row.run.date is not None else row.run.created[:19]
    lines = [row.name, f"{row.recipe.name}: {row.recipe.summary}", f"Data: {row.dataset}", made]
    lines.append(f"Epochs: {row.epochs} of {row.recipe.epochs}")
    lines += [f"Trained with {part.summary}" for part in row.run.trained_with[-1:]]
    return "\n".join(lines)
