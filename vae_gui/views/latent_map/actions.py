"""What the map's menu offers, with its keys."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from vae_gui.widgets.basics.controls import action
from vae_gui.widgets.basics.panel_actions import panel_action

if TYPE_CHECKING:
    from vae_gui.views.latent_map.view import LatentMapView


def map_actions(view: "LatentMapView") -> list[QAction]:
    """What can be done with the chosen point, an image, or the map; the keys work wherever the view is open."""
    entries = (
        ("Fit the map", "Show the whole map", view.canvas.hand.fit, ""),
        ("Copy image", "Copy the decoded image to the clipboard", view.copy_image, "Ctrl+Shift+C"),
        ("Copy z as text", "Copy all numbers of the chosen point to the clipboard", view.copy_code, ""),
        ("Paste image", "Encode the clipboard's image and show it on the map", view.paste_image, "Ctrl+Shift+V"),
        ("Pin the chosen point", "Keep the chosen point or image as a pin", view.pin_chosen, "Ctrl+D"),
        ("Send to lab", "Put the chosen point on the sliders of the lab view", view.send_to_lab, "Ctrl+L"),
        ("Type a point", "Go to a point whose numbers are known", view.type_point, "Ctrl+G"),
    )
    return [action(words, tip, slot, view, keys) for words, tip, slot, keys in entries]


def play_actions(view: "LatentMapView") -> list[QAction]:
    """Single letters: they work while something in the view has the focus."""
    actions = [
        panel_action("Play or pause the path", "P", view.path_panel.play.click, view),
        panel_action("Play or pause the training", "T", view.timeline.play.click, view),
    ]
    view.addActions(actions)
    return actions
