"""The window of the journeys: as large as a small screen, every view shown once."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences
from vae_gui.workspace.workspace import Workspace


@pytest.fixture
def shown_window(qtbot: QtBot, qapp: QApplication, workspace: Workspace) -> Iterator[MainWindow]:
    window = MainWindow(workspace, Preferences(qapp, workspace.settings))
    window.resize(1280, 760)
    window.show()
    for name in window.views.names:
        window.views.show_view(name)
    yield window
    window.close()
