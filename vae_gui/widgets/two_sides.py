"""A bar with a left and a right side; where there is no room for both, one stands under the other."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QWidget

from vae_gui import theme


class TwoSides(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides = (QWidget(), QWidget())
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.spacing(0.7))
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        ends = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for side, end in zip(self._sides, ends, strict=True):
            row = QHBoxLayout(side)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.spacing(0.7))
            self._box.addWidget(side, 0, end)

    def add_left(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._row(0).addWidget(widget)

    def add_right(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._row(1).addWidget(widget)

    @property
    def stacked(self) -> bool:
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        return QSize(max(side.minimumSizeHint().width() for side in self._sides), self._box.minimumSize().height())

    def sizeHint(self) -> QSize:
        return self._box.sizeHint()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a widget came, went, or has another size
            self._turn()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()

    def _turn(self) -> None:
        needed = sum(side.sizeHint().width() for side in self._sides) + self._box.spacing()
        wide = QBoxLayout.Direction.LeftToRight
        direction = wide if needed <= self.width() else QBoxLayout.Direction.TopToBottom
        if direction != self._box.direction():
            self._box.setDirection(direction)
            self.updateGeometry()

    def _row(self, side: int) -> QLayout:
        row = self._sides[side].layout()
        assert row is not None
        return row
