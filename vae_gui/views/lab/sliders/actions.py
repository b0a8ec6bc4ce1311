"""What can be done with the z on the sliders. A new entry is an `Action` in `SLIDERS`."""

from typing import Protocol

from vae_gui.widgets.basics.action import Action, Face


class SliderCommands(Protocol):
    """What a person can ask of the sliders."""

    @property
    def random_tip(self) -> str: ...
    def set_zero(self) -> None: ...
    def set_random(self) -> None: ...
    def set_random_image(self) -> None: ...
    def copy_code(self) -> None: ...
    def paste_code(self) -> None: ...


# In the order of the menu.
SLIDERS: tuple[Action[SliderCommands], ...] = (
    Action("zero", "Zero", lambda panel: panel.set_zero(), "Set all dimensions to zero", "Z", icon="zero"),
    Action(
        "random", "Random sample", lambda panel: panel.set_random(), "A random z", "R",
        now=lambda panel: Face("Random sample", panel.random_tip, "random"), icon="random",
    ),
    Action(
        "random image", "Code of a random image", lambda panel: panel.set_random_image(), "The code of a random image", "I", icon="image",
    ),
    Action("copy z", "Copy z as text", lambda panel: panel.copy_code(), "Copy z to the clipboard", "Ctrl+Shift+C", icon="copy"),
    Action(
        "paste z", "Paste z or an image", lambda panel: panel.paste_code(), "Put what is on the clipboard on the sliders",
        "Ctrl+Shift+V", icon="paste",
    ),
)  # fmt: skip
