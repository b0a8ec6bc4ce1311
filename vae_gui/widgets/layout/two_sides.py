"""A bar with a left and a right side; where there is no room for both, one stands under the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from vae_gui import theme
from vae_gui.widgets.basics.turning_box import TurningBox


class TwoSides(TurningBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides = (QWidget(), QWidget())
        for side, end in zip(self._sides, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True):
            row = QHBoxLayout(side)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.spacing(0.5))
            self.add(side, alignment=end)

    def add_left(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._row(0).addWidget(widget)

    def add_right(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._row(1).addWidget(widget)

    def room_for(self, part: QWidget) -> int:
        return part.sizeHint().width()

    def _row(self, side: int) -> QLayout:
        row = self._sides[side].layout()
        assert row is not None
        return row
