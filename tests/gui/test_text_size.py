"""Larger text and back: every part is again where it was, also one that was out of sight meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from tests.gui.parts import parts_of
from tests.gui.places import Places, moved, places, settle
from vae_gui import theme
from vae_gui.main_window import MainWindow
from vae_gui.views.lab_view import LabView


def tour(window: MainWindow) -> dict[str, Places]:
    """The places in each part of the window."""
    seen = {}
    for part in parts_of(window):
        settle()
        seen[part] = places(window)
    for book in window.findChildren(QTabWidget):
        book.setCurrentIndex(0)
    return seen


@pytest.mark.parametrize("shown", ["train", "map", "lab", "compare"])
def test_larger_text_leaves_no_trace(qapp: QApplication, whole_window: MainWindow, shown: str) -> None:
    lab = whole_window.views.build("lab")
    assert isinstance(lab, LabView)
    whole_window.resize(900, 600)
    lab.canvas.take_digit(3)
    tour(whole_window)
    before = tour(whole_window)
    theme.set_text_scale(qapp, 1.5)
    tour(whole_window)
    whole_window.views.show_view(shown)
    settle()
    theme.set_text_scale(qapp, 1.0)
    after = tour(whole_window)
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
