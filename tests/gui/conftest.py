"""Views on the screen with the small model of the tests."""

import pytest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab_view import LabView
from vae_gui.workspace import Workspace
from vae_models.predictor import Predictor


@pytest.fixture
def lab_view(qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor) -> LabView:
    """The lab of a model with two dimensions."""
    workspace.set_predictor(tiny_predictor)
    view = LabView(workspace)
    qtbot.addWidget(view, before_close_func=lambda _: view.close_view())
    view.resize(1280, 740)
    with qtbot.waitExposed(view):
        view.show()
    return view
