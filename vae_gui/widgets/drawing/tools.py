"""The tools of the drawing board."""

from enum import Enum


class Tool(Enum):
    """What a stroke does: to the ink, or to the mask that hides parts of it."""

    PEN = "Pen"
    ERASER = "Eraser"
    MASK = "Mask"
    UNMASK = "Erase mask"

    @property
    def masks(self) -> bool:
        return self in (Tool.MASK, Tool.UNMASK)

    @property
    def erases(self) -> bool:
        return self in (Tool.ERASER, Tool.UNMASK)
