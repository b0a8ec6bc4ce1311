"""Where the main parts of the window are: all that holds pictures, curves, lists, or other parts."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QProgressBar,
    QScrollArea,
    QSplitter,
    QTabBar,
    QTabWidget,
    QWidget,
)

from vae_gui.widgets.map.canvas import MapCanvas
from vae_gui.widgets.pictures.film_strip import FilmStrip
from vae_gui.widgets.pictures.painted import PaintedWidget
from vae_gui.window.main_window import MainWindow

MAIN = (
    QSplitter, QScrollArea, QTabWidget, QTabBar, QAbstractItemView, QProgressBar, PaintedWidget, MapCanvas, FilmStrip,
)  # fmt: skip
Places = dict[QWidget, QRect]
LONG, LONG_CLASS = "a model whose name is as long as a name may be, " * 2 + "100", "immunohistochemistry"


def places(window: MainWindow) -> Places:
    """In the window's own pixels."""
    return {
        widget: QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window and isinstance(widget, MAIN)
    }


def moved(before: Places, after: Places) -> list[str]:
    """A line for each part that is elsewhere now."""
    return [
        f"{type(widget).__name__} {widget.accessibleName()}: {place} -> {after.get(widget)}"
        for widget, place in before.items()
        if after.get(widget) != place
    ]


def settle() -> None:
    """Lays out what waits to be laid out; a layout may ask for another one."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()


def assert_still(window: MainWindow, *changes: Callable[[], object]) -> None:
    """After the first change, that sets the stage, no further one moves anything."""
    before: Places = {}
    for number, change in enumerate(changes):
        change()
        settle()
        after = places(window)
        assert not moved(before, after), f"change {number}:\n" + "\n".join(moved(before, after))
        before = after


def show(window: MainWindow, name: str) -> QWidget:
    """The view of that name, on the screen and laid out."""
    window.views.show_view(name)
    view = window.views.current
    assert view is not None
    settle()
    return view
