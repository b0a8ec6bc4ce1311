"""What a menu of the window is, and what its actions act on."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QUndoGroup

from vae_gui.widgets.basics.action import Action
from vae_gui.window.open_save import FileCommands
from vae_gui.window.preferences import Preferences
from vae_gui.workspace.workspace import Workspace


class Commands(Protocol):
    """What can be asked of the window, whichever view is open."""

    workspace: Workspace
    files: FileCommands
    preferences: Preferences
    undo: QUndoGroup

    def close(self) -> bool: ...
    def show_view(self, name: str) -> None: ...
    def start_training(self) -> None: ...
    def switch_tensorboard(self) -> None: ...
    def switch_full_screen(self) -> None: ...
    def isFullScreen(self) -> bool: ...
    def show_shortcuts(self) -> None: ...
    def show_about(self) -> None: ...


@dataclass(frozen=True)
class Menu:
    """title: with the letter that opens it after "&". actions: in their order."""

    title: str
    actions: tuple[Action[Commands], ...]
