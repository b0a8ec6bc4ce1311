"""Starting, pausing and stopping a training: in the window's Train menu, and on the buttons of the Train view."""

from typing import Protocol

from vae_gui.widgets.basics.action import Action, Face
from vae_gui.workspace.workspace import Workspace


class TrainingCommands(Protocol):
    """Who can start a training, and has one."""

    workspace: Workspace

    def start_training(self) -> None: ...


def _under_way(owner: TrainingCommands) -> bool:
    return owner.workspace.training.under_way


def _resume(owner: TrainingCommands) -> Face | None:
    return Face("&Resume", "Resume the training", "resume") if owner.workspace.training.control.is_paused else None


START: Action[TrainingCommands] = Action(
    "start", "&Start", lambda owner: owner.start_training(), "Train the recipe of the Train view", "F5", icon="play",
    can=lambda owner: not _under_way(owner),
)  # fmt: skip
PAUSE: Action[TrainingCommands] = Action(
    "pause", "&Pause", lambda owner: owner.workspace.training.control.pause_or_resume(),
    "Pause the training, or resume it", "F6", icon="pause", can=_under_way, now=_resume,
)  # fmt: skip
STOP: Action[TrainingCommands] = Action(
    "stop", "St&op", lambda owner: owner.workspace.training.control.stop(), "Save and stop the training", "Shift+F5",
    icon="stop", can=_under_way,
)  # fmt: skip
