"""What the map's menu offers. A new entry is an `Action` in `MAP`."""

from typing import Protocol

from vae_gui.widgets.basics.action import Action


class MapCommands(Protocol):
    """What a person can ask of the map."""

    def fit(self) -> None: ...
    def copy_image(self) -> None: ...
    def copy_code(self) -> None: ...
    def paste_image(self) -> None: ...
    def pin_chosen(self) -> None: ...
    def send_to_lab(self) -> None: ...
    def type_point(self) -> None: ...
    def play_path(self) -> None: ...
    def play_snapshots(self) -> None: ...


TYPE_POINT: Action[MapCommands] = Action(
    "type point", "Type a point", lambda view: view.type_point(), "Go to a point by its coordinates", "Ctrl+G",
    section="point",
)  # fmt: skip
PLAY_PATH: Action[MapCommands] = Action(
    "play path", "Play or pause the path", lambda view: view.play_path(), "Play the path back and forth", "P",
    section="play", icon="play",
)  # fmt: skip
PLAY_SNAPSHOTS: Action[MapCommands] = Action(
    "play snapshots", "Play or pause the snapshots", lambda view: view.play_snapshots(),
    "Play the snapshots of the run from the first", "T", section="play", icon="play",
)  # fmt: skip

# In the order of the menu.
MAP: tuple[Action[MapCommands], ...] = (
    Action("fit", "Fit the map", lambda view: view.fit(), "Show the whole map", icon="fit"),
    Action(
        "copy image", "Copy image", lambda view: view.copy_image(), "Copy the decoded image to the clipboard",
        "Ctrl+Shift+C", section="point", icon="copy",
    ),
    Action(
        "copy z", "Copy z as text", lambda view: view.copy_code(), "Copy z of the chosen point to the clipboard",
        section="point",
    ),
    Action(
        "paste image", "Paste image", lambda view: view.paste_image(),
        "Encode the clipboard's image and show it on the map", "Ctrl+Shift+V", section="point", icon="paste",
    ),
    Action(
        "pin", "Pin the chosen point", lambda view: view.pin_chosen(), "Keep the chosen point or image as a pin", "Ctrl+D",
        section="point", icon="pin",
    ),
    Action(
        "send to lab", "Send to lab", lambda view: view.send_to_lab(),
        "Put the chosen point on the sliders of the lab view", "Ctrl+L", section="point", icon="sliders",
    ),
    TYPE_POINT,
    PLAY_PATH,
    PLAY_SNAPSHOTS,
)  # fmt: skip
