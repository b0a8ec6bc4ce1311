"""What is hidden of a drawing is filled in."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.unit.views.lab.canvas.hand import SEVEN, draw
from vae_gui.views.lab.canvas.panel import CanvasPanel
from vae_gui.views.lab.canvas.tools.repair import RepairTool
from vae_gui.widgets.drawing.drawing import SIDE
from vae_gui.widgets.drawing.tools import Tool
from vae_gui.workspace.workspace import Workspace


def test_a_hidden_part_is_filled_in_and_an_answer_becomes_the_drawing(
    qtbot: QtBot, panel: CanvasPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(panel, SEVEN)
    panel.choose_tool(Tool.MASK)
    draw(panel, [(180, 330), (260, 330)])
    panel.tabs.setCurrentWidget(panel.tool_of(RepairTool))
    panel.update_results()
    panel.tool_of(RepairTool).samples.setValue(3)
    steps: list[int] = []
    show = panel.tool_of(RepairTool).images.set_columns
    monkeypatch.setattr(
        panel.tool_of(RepairTool).images,
        "set_columns",
        lambda *shown: (steps.append(panel.tool_of(RepairTool).result.step), show(*shown)),
    )
    QTest.mouseClick(panel.tool_of(RepairTool).start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.tool_of(RepairTool).stop_button.isEnabled(), timeout=20_000)
    result, seen = panel.tool_of(RepairTool).result, panel.model_input()
    assert result is not None and result.step == result.steps and 1 <= len(result.images) <= 3
    assert len(steps) > 10, "it is shown as it converges"
    assert seen.hidden is not None
    np.testing.assert_allclose(result.images[0][~seen.hidden], seen.image[~seen.hidden])
    last = len(result.images) - 1
    place = panel.tool_of(RepairTool).images.cell(0, last).center().toPoint()
    QTest.mouseClick(panel.tool_of(RepairTool).images, Qt.MouseButton.LeftButton, pos=place)
    taken = panel.drawing.pixels()[SIDE // 56 :: 16, SIDE // 56 :: 16]
    np.testing.assert_allclose(taken / 255, result.images[last], atol=1 / 255)
    panel.update_results()
    assert "earlier drawing" in panel.tool_of(RepairTool).progress.text(), "the answers are not of this drawing"
    panel.undo_stack.undo()
    assert np.array_equal(panel.model_input().image, seen.image)
    panel.update_results()
    assert panel.tool_of(RepairTool).progress.text().startswith(f"Step {result.steps} of {result.steps}")


def test_without_a_mask_repair_says_what_is_missing(qtbot: QtBot, panel: CanvasPanel, workspace: Workspace) -> None:
    draw(panel, SEVEN)
    panel.tabs.setCurrentWidget(panel.tool_of(RepairTool))
    with qtbot.waitSignal(workspace.messages.said) as said:
        QTest.mouseClick(panel.tool_of(RepairTool).start_button, Qt.MouseButton.LeftButton)
    assert "Nothing is hidden" in said.args[0]
