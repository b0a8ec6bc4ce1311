"""What a hand does in the Compare view."""

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest

from vae_gui.views.compare.columns import COLUMNS
from vae_gui.views.compare.view import CompareView


def shown(view: CompareView, column: str = "run") -> list[str]:
    """A column of the table from top to bottom."""
    number = [each.name for each in COLUMNS].index(column)
    return [view.table.sorted.index(line, number).data() for line in range(view.table.sorted.rowCount())]


def click_header(view: CompareView, column: str) -> None:
    header = view.table.horizontalHeader()
    number = [each.name for each in COLUMNS].index(column)
    at = header.sectionViewportPosition(number) + header.sectionSize(number) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, header.height() // 2))


def select(view: CompareView, *names: str) -> None:
    view.table.clearSelection()
    for line, name in enumerate(shown(view)):
        if name in names:
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            view.table.selectionModel().select(view.table.sorted.index(line, 0), flags)
