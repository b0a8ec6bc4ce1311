"""A window with three stand-in views."""

import pytest

from tests.gui.unit.window.stand_ins import KINDS
from vae_gui.window.main_window import MainWindow
from vae_gui.window.preferences import Preferences


@pytest.fixture
def make_window(qtbot, qapp, empty_workspace):
    def make(kinds=KINDS, workspace=empty_workspace):
        window = MainWindow(workspace, Preferences(qapp, workspace.settings), kinds)
        qtbot.addWidget(window)
        window.build_first_view()
        window.show()
        return window

    return make
