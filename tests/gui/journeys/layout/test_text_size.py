"""Larger text and back: every part is again where it was, also one that was out of sight meanwhile."""

import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QGraphicsTextItem, QHeaderView, QTabWidget, QWidget

from tests.gui.parts import parts_of
from tests.gui.places import Places, moved, places, settle
from vae_gui import theme
from vae_gui.views.compare.tabs.scatter import ScatterTab
from vae_gui.views.compare.view import CompareView
from vae_gui.views.lab.view import LabView
from vae_gui.views.train.view import TrainingView
from vae_gui.widgets.plots.scatter_plot import Group, Point
from vae_gui.window.main_window import MainWindow


def tour(window: MainWindow) -> dict[str, Places]:
    """The places in each part of the window."""
    seen = {}
    for part in parts_of(window):
        settle()
        seen[part] = places(window)
    for book in window.findChildren(QTabWidget):
        book.setCurrentIndex(0)
    return seen


def columns(window: MainWindow) -> dict[str, list[int]]:
    """The widths of the columns of each table."""
    headers = [each for each in window.findChildren(QHeaderView) if each.orientation() == Qt.Orientation.Horizontal]
    return {
        each.parentWidget().accessibleName(): [each.sectionSize(index) for index in range(each.count())]
        for each in headers
    }


@pytest.mark.parametrize("shown", ["train", "map", "lab", "compare"])
def test_larger_text_leaves_no_trace(qapp: QApplication, whole_window: MainWindow, shown: str) -> None:
    lab = whole_window.views.build("lab")
    assert isinstance(lab, LabView)
    whole_window.resize(900, 600)
    lab.canvas.take_digit(3)
    tour(whole_window)
    before, widths = tour(whole_window), columns(whole_window)
    theme.set_text_scale(qapp, 1.5)
    tour(whole_window)
    whole_window.views.show_view(shown)
    settle()
    theme.set_text_scale(qapp, 1.0)
    after = tour(whole_window)
    assert columns(whole_window) == widths
    for part in before:
        assert not moved(before[part], after[part]), f"{part}:\n" + "\n".join(moved(before[part], after[part]))


def test_all_text_follows(qapp: QApplication, whole_window: MainWindow) -> None:
    """Of any widget, in sight or not; those with a font of their own make it anew when they come in sight."""
    tour(whole_window)
    own = Qt.WidgetAttribute.WA_SetFont
    widgets = [widget for widget in whole_window.findChildren(QWidget) if not widget.testAttribute(own)]
    before = {widget: widget.font().pointSizeF() for widget in widgets}
    theme.set_text_scale(qapp, 2.0)
    tour(whole_window)
    small = [str(widget) for widget, points in before.items() if widget.font().pointSizeF() < 1.8 * points]
    assert not small, "\n".join(small)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_texts_in_plots_are_as_large_as_the_others(qapp: QApplication, whole_window: MainWindow, scale: float) -> None:
    """Titles and ticks of axes, and marks at the curves."""
    train, compare = whole_window.views.build("train"), whole_window.views.build("compare")
    assert isinstance(train, TrainingView) and isinstance(compare, CompareView)
    assert train.live is not None
    compare.tab_of(ScatterTab).plot.show_groups(
        [Group("one", (Point("key", "name", 1.0, 2.0),))], "reconstruction", "KL"
    )
    compare.tab_of(ScatterTab).plot.show()
    train.live.plot.mark(5, "beta 4")
    theme.set_text_scale(qapp, scale)
    tour(whole_window)
    plots = whole_window.findChildren(pg.PlotWidget)
    texts = [each for plot in plots for each in plot.scene().items() if isinstance(each, QGraphicsTextItem)]
    assert {"reconstruction", "KL", "beta 4"} <= {each.toPlainText().strip() for each in texts}
    sizes = {each.toPlainText(): _points(each) for each in texts if each.toPlainText()}
    sizes |= {axis: plot.getAxis(axis).style["tickFont"].pointSizeF() for plot in plots for axis in ("left", "bottom")}
    wrong = {
        text: points for text, points in sizes.items() if points != pytest.approx(qapp.font().pointSizeF(), abs=0.1)
    }
    assert not wrong


def _points(item: QGraphicsTextItem) -> float:
    cursor = QTextCursor(item.document())
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    own = cursor.charFormat()
    return own.fontPointSize() if own.hasProperty(own.Property.FontPointSize.value) else item.font().pointSizeF()
