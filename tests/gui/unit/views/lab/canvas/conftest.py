"""The lab with its canvas open."""

import pytest
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.view import LabView


@pytest.fixture
def lab(qtbot: QtBot, lab_view: LabView) -> LabView:
    lab_view.tabs.setCurrentWidget(lab_view.canvas)
    qtbot.waitUntil(lambda: lab_view.canvas.chooser.findText("denoising-autoencoder") >= 0)
    return lab_view


@pytest.fixture
def panel(lab: LabView) -> CanvasPanel:
    return lab.canvas
