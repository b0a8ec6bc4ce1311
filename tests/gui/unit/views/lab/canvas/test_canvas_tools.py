"""The tools under the drawing are a tuple: what is added to it is a tab that sees every stroke."""

import numpy as np
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.canvas.tools import TOOLS
from vae_gui.views.lab.canvas.tools.repair import RepairTool
from vae_gui.views.lab.canvas.tools.tool import CanvasState, CanvasTool
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.predictor import Predictor


class InkTool(CanvasTool):
    """All that a new tool has to say about itself: how much ink there is, and a white drawing when it is asked."""

    title = "Ink"
    of_current_model = True
    ink = 0.0
    model: Predictor | None = None
    forgotten = 0

    def show_state(self, state: CanvasState) -> None:
        self.ink = float(state.seen.image.sum())

    def set_model(self, predictor: Predictor | None) -> None:
        self.model = predictor

    def forget_model(self) -> None:
        self.forgotten += 1


def test_a_tool_that_was_added_is_a_tab_and_sees_the_drawing_and_the_model(
    qtbot: QtBot, workspace: Workspace, tiny_predictor: Predictor
) -> None:
    panel = CanvasPanel(workspace, tools=(*TOOLS, InkTool))
    qtbot.addWidget(panel, before_close_func=lambda _: panel.shut_down())
    panel.show()
    tool = panel.tool_of(InkTool)
    assert [panel.tabs.tabText(index) for index in range(4)] == ["Noise sweep", "Repair", "How typical?", "Ink"]
    panel.drawing.set_pixels(np.full((448, 448), 255, np.uint8))
    qtbot.waitUntil(lambda: tool.ink > 0)
    workspace.model.set_predictor(tiny_predictor)
    assert tool.model is tiny_predictor
    assert panel.whose.text() == f"Repair and How typical and Ink: {tiny_predictor.name}"
    tool.image_taken.emit(np.zeros((28, 28), np.float32))
    qtbot.waitUntil(lambda: tool.ink == 0)
    before = tool.forgotten
    workspace.model.opened.emit()
    assert tool.forgotten == before + 1


def test_a_tool_is_found_by_its_class(qtbot: QtBot, workspace: Workspace) -> None:
    panel = CanvasPanel(workspace)
    qtbot.addWidget(panel, before_close_func=lambda _: panel.shut_down())
    assert isinstance(panel.tool_of(RepairTool), RepairTool)
