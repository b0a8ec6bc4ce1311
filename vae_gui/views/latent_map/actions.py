"""What the map's menu offers, with its keys."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from vae_gui.widgets.basics.controls import action
from vae_gui.widgets.basics.panel_actions import panel_action


class MapCommands(Protocol):
    """What a person can ask of the map's chosen point."""

    def copy_image(self) -> None: ...
    def copy_code(self) -> None: ...
    def paste_image(self) -> None: ...
    def pin_chosen(self) -> None: ...
    def send_to_lab(self) -> None: ...
    def type_point(self) -> None: ...


def map_actions(view: QWidget, commands: MapCommands, fit: Callable[[], None]) -> list[QAction]:
    """What can be done with the chosen point, an image, or the map; the keys work wherever the view is open."""
    entries = (
        ("Fit the map", "Show the whole map", fit, ""),
        ("Copy image", "Copy the decoded image to the clipboard", commands.copy_image, "Ctrl+Shift+C"),
        ("Copy z as text", "Copy z of the chosen point to the clipboard", commands.copy_code, ""),
        ("Paste image", "Encode the clipboard's image and show it on the map", commands.paste_image, "Ctrl+Shift+V"),
        ("Pin the chosen point", "Keep the chosen point or image as a pin", commands.pin_chosen, "Ctrl+D"),
        ("Send to lab", "Put the chosen point on the sliders of the lab view", commands.send_to_lab, "Ctrl+L"),
        ("Type a point", "Go to a point by its coordinates", commands.type_point, "Ctrl+G"),
    )
    return [action(words, tip, slot, view, keys) for words, tip, slot, keys in entries]


def play_actions(view: QWidget, play_path: Callable[[], None], play_training: Callable[[], None]) -> list[QAction]:
    """Single letters: they work while something in the view has the focus."""
    actions = [
        panel_action("Play or pause the path", "P", play_path, view),
        panel_action("Play or pause the snapshots", "T", play_training, view),
    ]
    view.addActions(actions)
    return actions
