"""The runs as a table for Qt: rows come, go and change while the selection stays."""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from vae_gui.views.compare.columns import COLUMNS, Value
from vae_gui.workspace.run_rows import RunRow

VALUE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RunModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RunRow] = []
        self._longest: dict[int, int] = {}  # the row with the longest text of each column that was asked for

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """Takes out what is gone, changes what is another, and appends what is new."""
        self._longest.clear()
        now = {row.path: row for row in rows}
        for index in reversed(range(len(self._rows))):
            if self._rows[index].path not in now:
                self.beginRemoveRows(_ROOT, index, index)
                del self._rows[index]
                self.endRemoveRows()
        for index, old in enumerate(self._rows):
            if now[old.path] != old:
                self._rows[index] = now[old.path]
                self.dataChanged.emit(self.index(index, 0), self.index(index, len(COLUMNS) - 1))
        known = {row.path for row in self._rows}
        new = [row for row in rows if row.path not in known]
        if new:
            self.beginInsertRows(_ROOT, len(self._rows), len(self._rows) + len(new) - 1)
            self._rows += new
            self.endInsertRows()

    def row(self, index: int) -> RunRow:
        return self._rows[index]

    def find(self, path: Path) -> int | None:
        return next((index for index, row in enumerate(self._rows) if row.path == path), None)

    def longest(self, column: int) -> QModelIndex:
        """The cell whose text has the most characters; an index that is not valid where there are no runs."""
        if column not in self._longest:
            lines = range(len(self._rows))
            self._longest[column] = max(lines, key=lambda line: len(self._text(line, column)), default=-1)
        return self.index(self._longest[column], column)

    def _text(self, line: int, column: int) -> str:
        row, shown = self._rows[line], COLUMNS[column]
        text = shown.text(row)
        return f"{text}/{row.recipe.epochs}" if shown.name == "epochs" else text

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Value | Qt.AlignmentFlag:
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == VALUE:
            return column.value(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.recipe.name}: {row.recipe.summary}\nData: {row.dataset}\n{row.path}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Value | Qt.AlignmentFlag:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return COLUMNS[section].tip
        if role == Qt.ItemDataRole.TextAlignmentRole and COLUMNS[section].is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class SortedRuns(QSortFilterProxyModel):
    """Sorted by values, not by their text; a run without a value comes after all that have one."""

    def __init__(self, runs: RunModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setSourceModel(runs)
        self.setDynamicSortFilter(True)

    def lessThan(self, left: Index, right: Index) -> bool:
        a, b = left.data(VALUE), right.data(VALUE)
        if a is None or b is None:
            ascending = self.sortOrder() == Qt.SortOrder.AscendingOrder
            return (b is None and a is not None) if ascending else (a is None and b is not None)
        return bool(_natural(a) < _natural(b))


def _natural(value: Value) -> tuple[tuple[float, str], ...]:
    """Numbers within words count as numbers: latent_dim=2 comes before latent_dim=16."""
    if not isinstance(value, str):
        return ((float(value or 0), ""),)
    parts = re.split(r"(\d+(?:\.\d+)?)", value)
    return tuple((float(part), "") if index % 2 else (-1.0, part) for index, part in enumerate(parts))
