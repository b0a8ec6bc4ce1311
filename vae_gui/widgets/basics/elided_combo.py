"""A box of choices whose chosen one, where it is too long, ends in dots instead of in half a letter."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget


class ElidedCombo(QComboBox):
    """For names that may be of any length; the open list shows them whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stand_in = ""

    def show_none(self, stand_in: str) -> None:
        """Chooses nothing, and shows this text instead; unlike a placeholder it asks for no room."""
        self._stand_in = stand_in
        self.setCurrentIndex(-1)
        self.update()

    def shown_text(self) -> str:
        """The current text, or what stands in for it, as far as there is room for it."""
        return self._option().currentText

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        room = field.width() - 2 * self.style().pixelMetric(QStyle.PixelMetric.PM_DefaultFrameWidth, option, self)
        text = option.currentText if self.currentIndex() >= 0 else self._stand_in
        option.currentText = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return option

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), self._option()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
