"""The table of all runs: sorted by any measure, its columns chosen; what is selected is compared side by side."""

import csv
import io
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from vae_gui import theme
from vae_gui.views.compare.columns import COLUMNS
from vae_gui.views.compare.run_model import RunModel, SortedRuns
from vae_gui.workspace.run_rows import RunRow

_NAME_UNITS = 16
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class RunTable(QTableView):
    """Signals: selection_changed(); opened(object): the Path of the run that was double-clicked, or that Enter was pressed on."""

    selection_changed = Signal()
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitted: dict[int, int] = {}  # widths that nobody has chosen by hand
        self._unit = theme.spacing(_NAME_UNITS)
        self.runs = RunModel(self)
        self.sorted = SortedRuns(self.runs, self)
        self.setModel(self.sorted)
        self.setAccessibleName("All runs")
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the columns move as runs are added
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.columns_menu = self._columns_menu()
        header.customContextMenuRequested.connect(self._show_columns)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._row(index.row()).path))
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        theme.follow(self, self._fit)
        self._fit()

    def set_rows(self, rows: list[RunRow]) -> None:
        self.runs.set_rows(rows)
        self._fit_columns()

    def selected(self) -> list[RunRow]:
        """In the order in which they stand."""
        return [self._row(line) for line in sorted({index.row() for index in self.selectionModel().selectedRows()})]

    def select(self, path: Path) -> None:
        """Selects one run and brings it into sight."""
        found = self.runs.find(path)
        if found is not None:
            index = self.sorted.mapFromSource(self.runs.index(found, 0))
            self.selectionModel().setCurrentIndex(index, _SELECT)
            self.scrollTo(index)

    def as_csv(self) -> str:
        """Every run in the order shown, with all columns."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([*(column.name for column in COLUMNS), "folder"])
        for line in range(self.sorted.rowCount()):
            row = self._row(line)
            values = [column.value(row) for column in COLUMNS]
            writer.writerow([*("" if value is None else value for value in values), row.path])
        return text.getvalue()

    def _row(self, line: int) -> RunRow:
        return self.runs.row(self.sorted.mapToSource(self.sorted.index(line, 0)).row())

    def _columns_menu(self) -> QMenu:
        menu = QMenu("Columns", self)
        for index, column in enumerate(COLUMNS[1:], start=1):
            entry = QAction(column.title, menu, checkable=True, checked=column.shown)
            entry.setToolTip(column.tip)
            entry.toggled.connect(lambda on, index=index: self._show_column(index, on))
            self.setColumnHidden(index, not column.shown)
            menu.addAction(entry)
        menu.setToolTipsVisible(True)
        return menu

    def _show_column(self, index: int, on: bool) -> None:
        self.setColumnHidden(index, not on)
        self._fit_columns()

    def _show_columns(self, at: QPoint) -> None:
        self.columns_menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.spacing(3))
        self.horizontalHeader().setDefaultSectionSize(theme.spacing(4))
        self.setMinimumHeight(theme.spacing(14))
        self._follow_text_size()
        self._fit_columns()

    def _follow_text_size(self) -> None:
        """Columns take what they need with the new size; what a person made wider is as much wider."""
        unit = theme.spacing(_NAME_UNITS)
        before, self._unit = self._unit, unit
        if unit == before:
            return
        for index, fitted in self._fitted.items():
            width = self.columnWidth(index)
            if not self.isColumnHidden(index):
                self.setColumnWidth(index, 0 if width == fitted else round(width * unit / before))

    def _fit_columns(self) -> None:
        """Wide enough for words and figures, never narrower than before; a short title leaves room for its arrow."""
        shown = [index for index in range(len(COLUMNS)) if not self.isColumnHidden(index)]
        for index in shown:
            needed = self._contents_width(index) + theme.spacing(1.5)
            if index == 0:
                needed = max(needed, theme.spacing(_NAME_UNITS))
            if self.columnWidth(index) < needed:
                self.setColumnWidth(index, needed)
                self._fitted[index] = needed

    def _contents_width(self, column: int) -> int:
        """Of its title and its longest text: to measure every cell of hundreds of runs would hold the window up."""
        title = self.fontMetrics().horizontalAdvance(COLUMNS[column].title)
        longest = self.runs.longest(column)
        return max(title, self.sizeHintForIndex(self.sorted.mapFromSource(longest)).width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as a double-click does."""
        if event.key() in _KEYS and self.currentIndex().isValid():
            self.opened.emit(self._row(self.currentIndex().row()).path)
        else:
            super().keyPressEvent(event)
