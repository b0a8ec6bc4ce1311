"""What is wrong with the layout on the screen: controls too small for what they say, and parts that stick out."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTreeView,
    QWidget,
)

from vae_gui.widgets.basics.elided_combo import ElidedCombo

_CONTROLS = (QLabel, QAbstractButton, QComboBox, QSlider, QAbstractSpinBox, QLineEdit)
_COMPOSITES = (QComboBox, QAbstractSpinBox, QTabBar, QLineEdit)  # their parts are their own business


def layout_faults(window: QWidget) -> list[str]:
    """A line for each fault among all that is visible now."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window and not _inner(widget):
            found += [f"{_name(widget)}: {fault}" for fault in _faults(widget)]
    return found


def _inner(widget: QWidget) -> bool:
    """A part of one of Qt's own widgets, for instance the line in a spin box."""
    parent = widget.parentWidget()
    return isinstance(parent, _COMPOSITES) or widget.objectName().startswith("qt_")


def _faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, _CONTROLS):
        yield from _too_small(widget)
        yield from _sticks_out(widget)
    if isinstance(widget, QComboBox) and not widget.isEditable():
        yield from _choice_cut(widget)
    if isinstance(widget, QScrollArea):
        yield from _out_of_reach(widget)
    if isinstance(widget, QTreeView):
        yield from _columns_cut(widget)


def _too_small(widget: QWidget) -> Iterator[str]:
    hint = widget.minimumSizeHint()
    if widget.width() < hint.width() or widget.height() < hint.height():
        yield f"{widget.width()} x {widget.height()} where {hint.width()} x {hint.height()} is the least"
    if isinstance(widget, QLabel) and widget.text():
        needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        if widget.height() < needed or (not widget.wordWrap() and widget.width() < widget.sizeHint().width()):
            yield f"text cut in {widget.width()} x {widget.height()}"


def _choice_cut(box: QComboBox) -> Iterator[str]:
    """A box either has room for what is chosen, or ends it in dots."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(control, option, part, box).width()
    needed = box.fontMetrics().horizontalAdvance(box.currentText())
    if needed > room and not isinstance(box, ElidedCombo):
        yield f"the choice {box.currentText()!r} needs {needed} where {room} are"


def _sticks_out(widget: QWidget) -> Iterator[str]:
    """Up to the window or to the next area that scrolls, nothing may lie outside what holds it."""
    part, place = widget, QRect(QPoint(0, 0), widget.size())
    while (parent := part.parentWidget()) is not None and not part.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return
        place.translate(part.pos())
        if not parent.rect().contains(place):
            yield f"{_box(place)} outside {type(parent).__name__} of {parent.width()} x {parent.height()}"
            return
        part = parent


def _out_of_reach(area: QScrollArea) -> Iterator[str]:
    content, view = area.widget(), area.viewport()
    if content is None:
        return
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if area.horizontalScrollBarPolicy() == off and content.width() > view.width():
        yield f"content {content.width()} wide in {view.width()} that do not scroll"
    if area.verticalScrollBarPolicy() == off and content.height() > view.height():
        yield f"content {content.height()} high in {view.height()} that do not scroll"


def _columns_cut(tree: QTreeView) -> Iterator[str]:
    """All columns are in sight, each with its title."""
    header = tree.header()
    if header.length() > tree.viewport().width():
        yield f"columns of {header.length()} in {tree.viewport().width()}"
    for column in range(header.count()):
        width = header.sectionSize(column)
        if not header.isSectionHidden(column) and width < header.sectionSizeHint(column):
            yield f"column {column} is {width} wide where its title needs {header.sectionSizeHint(column)}"


def _box(place: QRect) -> str:
    return f"{place.x()}, {place.y()} {place.width()} x {place.height()}"


def _name(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", lambda: "")() or widget.toolTip()
    chain = []
    parent = widget.parentWidget()
    while parent is not None and len(chain) < 3:
        chain.append(type(parent).__name__)
        parent = parent.parentWidget()
    return f"{type(widget).__name__} {str(words)[:40]!r} in {' < '.join(chain)}"
