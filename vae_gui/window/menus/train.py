"""The Train menu: starts, pauses and stops a training, whichever view is open."""

from vae_gui.widgets.basics.action import Action, Face
from vae_gui.window.menus.menu import Commands, Menu


def _under_way(window: Commands) -> bool:
    return window.workspace.training.under_way


def _pause(window: Commands) -> Face | None:
    return Face("&Resume", "Resume the training", "resume") if window.workspace.training.control.is_paused else None


TRAIN = Menu(
    "&Train",
    (
        Action(
            "start", "&Start", lambda window: window.start_training(), "Train the recipe of the Train view", "F5",
            icon="play", can=lambda window: not _under_way(window),
        ),
        Action(
            "pause", "&Pause", lambda window: window.workspace.training.control.pause_or_resume(),
            "Pause the training, or resume it", "F6", icon="pause", can=_under_way, now=_pause,
        ),
        Action(
            "stop", "St&op", lambda window: window.workspace.training.control.stop(), "Save and stop the training",
            "Shift+F5", icon="stop", can=_under_way,
        ),
    ),
)  # fmt: skip
