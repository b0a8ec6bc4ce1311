"""What can be done with the drawing. A new entry is an `Action` in `CANVAS`; where it has a section, it has a button."""

from typing import Protocol

from vae_gui.widgets.basics.action import Action
from vae_gui.widgets.drawing.canvas import DrawingCanvas
from vae_gui.widgets.drawing.tools import Tool

INK, MASK, SOURCE = "ink", "mask", "source"
_WIDER = 1.25


class CanvasCommands(Protocol):
    """What a person can ask of the canvas."""

    canvas: DrawingCanvas

    def choose_tool(self, tool: Tool) -> None: ...
    def scale_brush(self, factor: float) -> None: ...
    def ask_for_file(self) -> None: ...
    def paste(self) -> None: ...


def _tool(tool: Tool, keys: str, sign: str, section: str, tip: str) -> Action[CanvasCommands]:
    return Action(
        tool.value, tool.value, lambda panel: panel.choose_tool(tool), tip, keys,
        checked=lambda panel: panel.canvas.tool is tool, one_of="tool", section=section, icon=sign,
    )  # fmt: skip


# In the order of the menu and of each row.
CANVAS: tuple[Action[CanvasCommands], ...] = (
    _tool(Tool.PEN, "B", "pen", INK, "Draw"),
    _tool(Tool.ERASER, "E", "eraser", INK, "Erase"),
    Action(
        "clear", "Clear", lambda panel: panel.canvas.drawing.clear(), "Clear the drawing", "Ctrl+Backspace", section=INK,
        icon="clear",
    ),
    _tool(Tool.MASK, "M", "mask", MASK, "Mask a part: the denoiser does not see it, and Repair fills it in"),
    _tool(Tool.UNMASK, "U", "unmask", MASK, "Erase the mask"),
    Action(
        "clear mask", "Clear mask", lambda panel: panel.canvas.drawing.clear_mask(), "Remove the whole mask",
        "Ctrl+Shift+Backspace", section=MASK, icon="clear",
    ),
    Action(
        "open", "Open…", lambda panel: panel.ask_for_file(),
        "Draw on an image from a file; you can also drop one on the drawing", section=SOURCE, icon="open",
    ),
    Action(
        "paste", "Paste", lambda panel: panel.paste(), "Draw on the image on the clipboard", "Ctrl+V", section=SOURCE,
        icon="paste",
    ),
    Action("narrower", "Narrower brush", lambda panel: panel.scale_brush(1 / _WIDER), "Draw thinner lines", "["),
    Action("wider", "Wider brush", lambda panel: panel.scale_brush(_WIDER), "Draw thicker lines", "]"),
)  # fmt: skip
