"""A label whose text may change often: what stands below it stays where it is."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vae_gui.widgets.basics.steady_label import SteadyLabel

LONG = "a text of many words that needs several lines in a narrow column, and then some more of them " * 2


class Column(QWidget):
    """A narrow column: the label, and another below it."""

    def __init__(self, label: SteadyLabel, qtbot: QtBot) -> None:
        super().__init__()
        self.below = QLabel("below")
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.below)
        layout.addStretch()
        self.resize(200, 400)
        qtbot.addWidget(self)
        self.show()
        self.settle()

    def settle(self) -> None:
        QApplication.processEvents()


class LayoutRequests(QObject):
    """Counts how often a widget was told to lay out anew."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_a_taller_text_makes_room_and_a_shorter_one_keeps_it(qtbot: QtBot) -> None:
    label = SteadyLabel("short")
    column = Column(label, qtbot)
    first = column.below.y()
    label.setText(LONG)
    column.settle()
    assert label.height() >= label.label.heightForWidth(label.width())
    tall = column.below.y()
    assert tall > first
    label.setText("short again")
    column.settle()
    assert column.below.y() == tall and label.text() == "short again"
    label.forget()
    column.settle()
    assert column.below.y() == first


def test_only_a_taller_text_lays_its_column_out(qtbot: QtBot) -> None:
    label = SteadyLabel("short")
    column = Column(label, qtbot)
    requests = LayoutRequests()
    column.installEventFilter(requests)
    label.setText("other")
    column.settle()
    assert requests.count == 0
    label.setText(LONG)
    column.settle()
    assert requests.count > 0


def test_a_text_can_be_marked_under_the_mouse_only(qtbot: QtBot) -> None:
    label = SteadyLabel("some words", selectable=True)
    column = Column(label, qtbot)
    flags = Qt.TextInteractionFlag
    assert label.label.textInteractionFlags() == flags.LinksAccessibleByMouse
    label.enterEvent(QEnterEvent(QPointF(2, 2), QPointF(2, 2), QPointF(2, 2)))
    assert label.label.textInteractionFlags() & flags.TextSelectableByMouse
    label.label.setSelection(0, 4)
    label.leaveEvent(QEvent(QEvent.Type.Leave))
    assert label.label.selectedText() == "some"  # what is marked can still be copied
    label.label.setSelection(0, 0)
    label.leaveEvent(QEvent(QEvent.Type.Leave))
    column.settle()
    assert label.label.textInteractionFlags() == flags.LinksAccessibleByMouse
