"""What the colours and symbols of a scatter stand for, in a column beside it, so that it hides no point."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from vae_gui import theme

_WIDEST = 24  # units of spacing; longer names are elided, and whole in the tooltip


@dataclass(frozen=True)
class Entry:
    """One line of the legend; `symbol` is one of pyqtgraph's names."""

    title: str
    colour: QColor
    symbol: str = "o"


class ScatterLegend(QListWidget):
    """Hidden while it has nothing to say; scrolls where it has more lines than room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self.setAccessibleName("Legend of the scatter")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    @property
    def titles(self) -> list[str]:
        return [entry.title for entry in self._entries]

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """One line each."""
        self._entries = list(entries)
        self.clear()
        side = theme.spacing(1.4)
        self.setIconSize(QSize(side, side))
        for entry in entries:
            item = QListWidgetItem(_icon(entry, side), entry.title)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(entry.title)
            self.addItem(item)
        wanted = self.sizeHintForColumn(0) + self.verticalScrollBar().sizeHint().width() + theme.spacing(1)
        self.setFixedWidth(min(wanted, theme.spacing(_WIDEST)) if entries else 0)
        self.setVisible(bool(entries))


def _icon(entry: Entry, side: int) -> QIcon:
    pixmap = QPixmap(2 * side, 2 * side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side, side)
    pg.graphicsItems.ScatterPlotItem.drawSymbol(
        painter, entry.symbol, 1.4 * side, pg.mkPen(None), pg.mkBrush(entry.colour)
    )
    painter.end()
    return QIcon(pixmap)
