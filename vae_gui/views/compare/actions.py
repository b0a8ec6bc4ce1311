"""What the Compare view's menu offers. A new entry is an `Action` in `COMPARE`."""

from typing import Protocol

from vae_gui.views.compare.queue_panel import QueuePanel
from vae_gui.widgets.basics.action import Action
from vae_gui.workspace.workspace import Workspace


class CompareCommands(Protocol):
    """What a person can ask of the view."""

    workspace: Workspace
    queue: QueuePanel

    @property
    def has_scatter(self) -> bool: ...
    def ask_folder(self) -> None: ...
    def export_table(self) -> None: ...
    def export_scatter(self) -> None: ...


# In the order of the menu.
COMPARE: tuple[Action[CompareCommands], ...] = (
    Action(
        "start", "Start queue", lambda view: view.queue.start_button.click(), "Train what the queue's form says",
        can=lambda view: view.queue.start_button.isEnabled(), section="queue", icon="queue",
    ),
    Action(
        "ablation", "Train the ablation over the latent size", lambda view: view.queue.ablation_button.click(),
        "See what the latent size does", can=lambda view: view.queue.ablation_button.isEnabled(), section="queue",
    ),
    Action(
        "pause", "Pause or resume the queue", lambda view: view.queue.pause_button.click(), "Pause all runs, or resume them",
        can=lambda view: view.queue.pause_button.isEnabled(), section="queue", icon="pause",
    ),
    Action(
        "stop", "Stop the queue", lambda view: view.queue.stop_button.click(),
        "Save all runs and stop; the queue can be resumed later", can=lambda view: view.queue.stop_button.isEnabled(),
        section="queue", icon="stop",
    ),
    Action(
        "watch", "Watch a folder of runs…", lambda view: view.ask_folder(), "List the runs of another folder too",
        section="folders", icon="open",
    ),
    Action(
        "forget", "Stop watching added folders", lambda view: view.workspace.runs.forget_added(),
        "List the runs of this program alone", section="folders",
    ),
    Action(
        "export table", "Export table as CSV…", lambda view: view.export_table(), "All runs and all their figures",
        section="export", icon="export",
    ),
    Action(
        "export scatter", "Export scatter as PNG…", lambda view: view.export_scatter(), "The scatter as it is",
        can=lambda view: view.has_scatter,
        section="export", icon="export",
    ),
)  # fmt: skip
