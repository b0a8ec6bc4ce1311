"""Projector mode: larger text and no smaller pictures; switched off, everything is as it was, in the next session too."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_gui import theme
from vae_gui.views.train.columns import ThreeColumns
from vae_gui.views.train.view import TrainingView
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.workspace.workspace import Workspace


def sides(view: TrainingView) -> tuple[float, float]:
    """The side of a picture in the strip, and of one among the samples."""
    assert view.live is not None
    return view.live.strip.place(0, 0).width(), view.live.samples.cells()[0].width()


def columns_of(window: MainWindow) -> ThreeColumns:
    view = window.views.build("train")
    assert isinstance(view, TrainingView)
    return view.columns


def test_pictures_are_no_smaller_and_come_back_as_they_were(qtbot: QtBot, whole_window: MainWindow) -> None:
    view = whole_window.views.build("train")
    assert isinstance(view, TrainingView)
    columns, preferences = view.columns, whole_window.preferences
    before, widths = sides(view), columns.sizes()
    preferences.set_projector_mode(True)
    qtbot.waitUntil(lambda: columns.sizes()[1] > widths[1])
    qtbot.waitUntil(lambda: all(now >= then for now, then in zip(sides(view), before, strict=True)))
    assert columns.widget(0).isHidden() and columns.widget(2).isHidden()
    preferences.set_projector_mode(False)
    qtbot.waitUntil(lambda: columns.sizes() == widths)
    qtbot.waitUntil(lambda: sides(view) == before)


def test_the_next_session_can_leave_it_too(
    qtbot: QtBot, qapp: QApplication, settings: QSettings, whole_window: MainWindow, workspace: Workspace
) -> None:
    widths = columns_of(whole_window).sizes()
    whole_window.preferences.set_projector_mode(True)
    assert whole_window.close()
    preferences = Preferences(qapp, workspace.settings)
    preferences.restore()
    window = MainWindow(workspace, preferences)
    qtbot.addWidget(window)
    window.build_first_view()
    window.resize(1280, 800)
    window.show()
    assert columns_of(window).widget(0).isHidden()
    preferences.set_projector_mode(False)
    assert theme.text_scale() == 1.0
    slack = theme.spacing(1)  # a column may need a little more for what it says now
    qtbot.waitUntil(
        lambda: all(abs(now - then) <= slack for now, then in zip(columns_of(window).sizes(), widths, strict=True))
    )
    assert window.close()
