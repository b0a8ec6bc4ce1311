"""A page that was out of sight while theme or text size changed looks as if it had been seen."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QTabWidget

from tests.gui.parts import parts_of
from tests.gui.places import settle
from tests.patient_bot import PATIENCE_SECONDS
from vae_gui import theme
from vae_gui.tasks.worker_pool import POOL
from vae_gui.window.main_window import MainWindow

OF_CHANCE = "lab, Samples"  # others at each visit
Change = Callable[[QApplication], None]


def dark(app: QApplication) -> None:
    theme.apply_theme(app, True)


def large(app: QApplication) -> None:
    theme.set_text_scale(app, 1.5)


def calm() -> None:
    """Pictures that a worker decodes are there, and those that they led to."""
    for _ in range(3):
        settle()
        assert POOL.wait_until_idle(PATIENCE_SECONDS)
    settle()


def pictures(window: MainWindow, before_each: Callable[[], object] = lambda: None) -> dict[str, QImage]:
    """Each part of the window as it is seen; `before_each` is called while it is in sight."""
    seen = {}
    for part in parts_of(window):
        settle()
        before_each()
        calm()
        seen[part] = window.grab().toImage()
    for book in window.findChildren(QTabWidget):
        book.setCurrentIndex(0)
    return seen


@pytest.mark.parametrize("change", [dark, large])
def test_what_was_out_of_sight_looks_as_if_it_had_been_seen(
    qapp: QApplication, whole_window: MainWindow, change: Change
) -> None:
    pictures(whole_window)
    seen = pictures(whole_window, lambda: change(qapp))
    theme.apply_theme(qapp, False)
    theme.set_text_scale(qapp, 1.0)
    pictures(whole_window)
    whole_window.views.show_view("train")
    change(qapp)
    unseen = pictures(whole_window)
    assert [part for part in seen if part != OF_CHANCE and seen[part] != unseen[part]] == []
