"""The classes and their colours; a click hides a class."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from vae_gui import theme
from vae_gui.widgets.files.markup import letters

_MOST_COLUMNS = 5
_ROOM_UNITS = 33  # of a row; a name longer than that is elided


class MapLegend(QWidget):
    """One switch a class.

    Signals: hidden_changed(frozenset of the class numbers that are hidden).
    """

    hidden_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._buttons: list[QToolButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self.setAccessibleName("Classes")
        theme.follow(self, self._arrange)

    @property
    def hidden(self) -> frozenset[int]:
        return frozenset(index for index, button in enumerate(self._buttons) if not button.isChecked())

    def button(self, index: int) -> QToolButton:
        return self._buttons[index]

    def set_classes(self, names: Sequence[str]) -> None:
        """Shows these classes, none hidden."""
        if self._names == list(names):
            return
        self._names = list(names)
        for old in self._buttons:
            self._grid.removeWidget(old)
            old.deleteLater()
        self._buttons = [self._make(name) for name in names]
        for before, after in pairwise(self._buttons):
            self.setTabOrder(before, after)
        self._arrange()
        self.hidden_changed.emit(frozenset())

    def _arrange(self) -> None:
        """As many columns as the longest name leaves room for, whatever the names are."""
        self._paint_icons()
        room = theme.spacing(_ROOM_UNITS)
        for button, name in zip(self._buttons, self._names, strict=True):
            most = room - theme.spacing(4)
            shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, most)
            button.setText(letters(shown))
        widest = max((button.sizeHint().width() for button in self._buttons), default=1)
        columns = min(max(1, room // (widest + self._grid.spacing())), _MOST_COLUMNS)
        for index, button in enumerate(self._buttons):
            self._grid.addWidget(button, index // columns, index % columns)

    def _make(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"Show or hide class {name}")
        button.setAccessibleName(f"Class {name}")
        button.toggled.connect(self._toggled)
        return button

    def _toggled(self) -> None:
        self._paint_icons()
        self.hidden_changed.emit(self.hidden)

    def _paint_icons(self) -> None:
        side = theme.spacing(1.4)
        for button, colour in zip(self._buttons, theme.class_colours(len(self._buttons)), strict=True):
            button.setIcon(_dot(QColor(colour if button.isChecked() else theme.colours().line), side))
            button.setIconSize(QSize(side, side))


def _dot(colour: QColor, side: int) -> QIcon:
    pixmap = QPixmap(side * 2, side * 2)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(colour)
    painter.drawEllipse(pixmap.rect().adjusted(2, 2, -2, -2))
    painter.end()
    return QIcon(pixmap)
