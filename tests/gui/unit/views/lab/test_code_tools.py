"""The tools for the z on the sliders are a tuple: what is added to it is a tab that sees the traversals and gives codes."""

import numpy as np
from pytestqt.qtbot import QtBot

from vae_gui.views.lab.sliders.code_tools import CodeTools
from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.views.lab.sliders.tools import TOOLS
from vae_gui.views.lab.sliders.tools.tool import CodeTool
from vae_gui.workspace.workspace import Workspace


class Negative(CodeTool):
    """All that a new tab has to say about itself: it turns every dimension round."""

    title = "Negative"
    steps = 0

    def show_traversals(self, z: np.ndarray, values: np.ndarray, images: np.ndarray) -> None:
        self.steps = len(values)

    def turn(self) -> None:
        self.code_found.emit(-self.code.z)


def test_a_tool_that_was_added_is_a_tab_and_knows_what_is_on_the_sliders(qtbot: QtBot, workspace: Workspace) -> None:
    code = EditedCode()
    code.restart(2)
    code.put("Two numbers", [1.0, -2.0])
    tools = CodeTools(workspace, code, (*TOOLS, Negative))
    qtbot.addWidget(tools, before_close_func=lambda _: tools.shut_down())
    assert tools.tabText(tools.count() - 1) == "Negative"
    tools.show_traversals(code.z, np.arange(5.0), np.zeros((2, 5, 28, 28), np.uint8))
    assert tools.tool_of(Negative).steps == 5
    with qtbot.waitSignal(tools.code_found) as found:
        tools.tool_of(Negative).turn()
    assert found.args[0].tolist() == [-1.0, 2.0]
