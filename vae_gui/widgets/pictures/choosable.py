"""A painted widget with parts that can be chosen: with the mouse, or with the arrow keys and Enter."""

from PySide6.QtCore import QMetaMethod, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen

from vae_gui import theme
from vae_gui.widgets.pictures.painted import PaintedWidget

_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChoosableWidget(PaintedWidget):
    """Offers to choose only where somebody listens. Subclasses say in `part_count`, `part_at`, `part_place` and `part_words`
    what their parts are; they are counted from 0 in the order of the arrow keys.

    Signals:
        chosen(int): what `part_stands_for` the part that was clicked, or taken with Enter or Space where the arrow keys have gone.
    """

    chosen = Signal(int)
    offers = True  # False while there is nothing to take of what is shown
    _reached = 0

    # Of subclasses

    def part_count(self) -> int:
        raise NotImplementedError

    def part_at(self, position: QPointF) -> int | None:
        raise NotImplementedError

    def part_place(self, part: int) -> QRectF:
        """What is framed while the keys are there."""
        raise NotImplementedError

    def part_words(self, part: int) -> str:
        """What a screen reader says of it."""
        raise NotImplementedError

    def part_stands_for(self, part: int) -> int:
        """What `chosen` says."""
        return part

    def parts_in_a_row(self) -> int:
        """How far the up and down keys go; 0 where there is one row."""
        return 0

    # What they get

    @property
    def reached(self) -> int:
        """The part where the arrow keys are."""
        return max(0, min(self._reached, self.part_count() - 1))

    @property
    def can_be_chosen(self) -> bool:
        return self.offers and not self.is_empty() and self.isSignalConnected(QMetaMethod.fromSignal(self.chosen))

    def say_where(self) -> None:
        if self.can_be_chosen:
            self.setAccessibleDescription(self.part_words(self.reached))

    def _paint(self, painter: QPainter) -> None:
        super()._paint(painter)
        if self.hasFocus() and self.can_be_chosen:
            painter.setPen(QPen(QColor(theme.colours().accent), max(2, theme.spacing(0.4, self))))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.part_place(self.reached))

    def _choose(self) -> None:
        self.chosen.emit(self.part_stands_for(self.reached))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.can_be_chosen else Qt.CursorShape.ArrowCursor)
        super().enterEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        part = self.part_at(event.position()) if self.can_be_chosen else None
        if event.button() == Qt.MouseButton.LeftButton and part is not None:
            self._reached = part
            self.update()
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.parts_in_a_row()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1} | (
            {Qt.Key.Key_Up: -row, Qt.Key.Key_Down: row} if row else {}
        )
        if self.can_be_chosen and event.key() in steps:
            self._go_to(self.reached + steps[Qt.Key(event.key())])
        elif self.can_be_chosen and event.key() in _TAKE:
            self._choose()
        else:
            super().keyPressEvent(event)

    def _go_to(self, part: int) -> None:
        """Beyond the first and the last there is nothing."""
        if 0 <= part < self.part_count():
            self._reached = part
        self.say_where()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.say_where()
