"""Every part of the window that can be on the screen: the views, and of the lab each tab."""

from collections.abc import Iterator

from PySide6.QtWidgets import QTabWidget

from vae_gui.window.main_window import MainWindow


def parts_of(window: MainWindow) -> Iterator[str]:
    """Shows one part after the other, tabs within tabs too, and says its name."""
    for name in window.views.names:
        window.views.show_view(name)
        view = window.views.current
        assert view is not None
        yield from _tabs(view.findChildren(QTabWidget), name)


def _tabs(books: list[QTabWidget], name: str) -> Iterator[str]:
    yield name
    for book in books:
        for index in range(book.count() if book.isVisible() else 0):
            if index != book.currentIndex():
                book.setCurrentIndex(index)
                yield f"{name}, {book.tabText(index)}"
