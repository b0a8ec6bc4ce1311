"""Parts beside each other; where there is no room for that, under each other."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from vae_gui import theme

WIDE, NARROW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_ANYWHERE = Qt.AlignmentFlag(0)


class TurningBox(QWidget):
    """Is never wider than the widest of its parts must be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._box = QBoxLayout(WIDE, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.spacing(0.7))
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def add(self, part: QWidget, stretch: int = 0, alignment: Qt.AlignmentFlag = _ANYWHERE) -> None:
        self._parts.append(part)
        self._box.addWidget(part, stretch, alignment)

    def room_for(self, part: QWidget) -> int:
        """The width that a part has at least while they stand beside each other."""
        return max(part.minimumSizeHint().width(), part.minimumWidth())

    @property
    def stacked(self) -> bool:
        return self._box.direction() == NARROW

    def minimumSizeHint(self) -> QSize:
        if not self.isVisible():  # nobody lays it out now, yet a stack makes room for all its pages
            self._box.setDirection(self._fitting())
        widest = max(max(part.minimumSizeHint().width(), part.minimumWidth()) for part in self._parts)
        return QSize(widest, self._box.minimumSize().height())

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
        direction = self._fitting()
        if direction != self._box.direction():
            self._box.setDirection(direction)
            self.updateGeometry()

    def _fitting(self) -> QBoxLayout.Direction:
        needed = sum(self.room_for(part) for part in self._parts) + self._box.spacing() * (len(self._parts) - 1)
        return WIDE if needed <= self.width() else NARROW
