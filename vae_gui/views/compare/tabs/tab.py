"""What a tab of the Compare view is, and what is known of it before it is built."""

from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from vae_gui.workspace.run_rows import RunRow
from vae_gui.workspace.workspace import Workspace


class CompareTab(QWidget):
    """A way to compare runs. A subclass says again what is different from here.

    Signals:
        failed(str): a sentence. picked(object): the Path of a run that was clicked.
    """

    failed = Signal(str)
    picked = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace

    def set_rows(self, rows: list[RunRow]) -> None:
        """All runs there are."""

    def set_selected(self, rows: list[RunRow]) -> None:
        """Those that are selected in the table, as they stand there."""

    def picture(self) -> QImage | None:
        """What can be saved of it as a picture."""
        return None

    def shut_down(self) -> None:
        """Stops all work in the background."""


@dataclass(frozen=True)
class TabKind:
    """place: "module:class" of a CompareTab, loaded no earlier. waits_for_models: built when torch is loaded."""

    name: str
    title: str
    tip: str
    place: str
    waits_for_models: bool = False

    def build(self, workspace: Workspace) -> CompareTab:
        module, _, name = self.place.partition(":")
        made = getattr(import_module(module), name)(workspace)
        assert isinstance(made, CompareTab)
        return made
