"""What the Train view adds to the Train menu. A new entry is an `Action` in `TRAIN`."""

from typing import Protocol

from vae_gui.views.train.curve_export import CurveExports
from vae_gui.widgets.basics.action import Action


class TrainCommands(Protocol):
    """What a person can ask of the view."""

    exports: CurveExports


TRAIN: tuple[Action[TrainCommands], ...] = (
    Action(
        "export table", "Export curves as CSV…", lambda view: view.exports.export_table(), "Save the curves' numbers", icon="export",
    ),
    Action(
        "export picture", "Export curves as PNG…", lambda view: view.exports.export_picture(), "Save the curves as a picture",
        icon="export",
    ),
)  # fmt: skip
