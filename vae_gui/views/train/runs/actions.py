"""What can be done with the run that is selected in the list. A new entry is an `Action` in `RUN`."""

from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from vae_gui.theme import spacing
from vae_gui.widgets.basics.action import Action, Actions, Face, action_button
from vae_gui.wording.sentences import CONTINUE_TRAINING
from vae_gui.workspace.run_rows import RunRow


class RunCommands(Protocol):
    """What a person can ask about the selected run."""

    @property
    def selected(self) -> RunRow | None: ...
    @property
    def is_training(self) -> bool: ...
    @property
    def trains_selected(self) -> bool: ...
    def open_run(self) -> None: ...
    def resume(self) -> None: ...
    def edit_name(self) -> None: ...
    def delete(self) -> None: ...
    def open_folder(self) -> None: ...
    def export(self) -> None: ...


def _is_idle(panel: RunCommands) -> bool:
    return panel.selected is not None and not panel.is_training


def _can_change(panel: RunCommands) -> bool:
    return panel.selected is not None and not panel.trains_selected


def _is_selected(panel: RunCommands) -> bool:
    return panel.selected is not None


_RESUME = "Resume this run from its last autosave"


def _continue(panel: RunCommands) -> Face | None:
    row = panel.selected
    return Face(f"{CONTINUE_TRAINING}…", _RESUME) if row is not None and row.finished else None


# In the order of the list's menu.
RUN: tuple[Action[RunCommands], ...] = (
    Action(
        "current", "Make current model", lambda panel: panel.open_run(),
        "Show this run's model and curves in all views (double-click or Enter)", can=_is_idle, icon="model",
    ),
    Action("resume", "Resume", lambda panel: panel.resume(), _RESUME, "Ctrl+R", can=_is_idle, now=_continue),
    Action("rename", "Rename", lambda panel: panel.edit_name(), "Rename this run in the list", "F2", can=_can_change, icon="rename"),
    Action(
        "delete", "Delete", lambda panel: panel.delete(), "Delete this run; Edit > Undo brings it back", "Delete",
        can=_can_change, icon="delete",
    ),
    Action("folder", "Open folder", lambda panel: panel.open_folder(), "Show the run's files", can=_is_selected, icon="open"),
    Action(
        "export", "Export curves…", lambda panel: panel.export(), "Save this run's curves as a table or a picture", "Ctrl+E",
        can=_is_selected, icon="export",
    ),
)  # fmt: skip


def button_row(actions: Actions[RunCommands], menu: QMenu) -> QWidget:
    """The action that is wanted most as a button, and the menu of all."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing(0.5))
    layout.addWidget(action_button(actions["resume"], QPushButton()), 1)
    more = QToolButton()
    more.setText("More")
    more.setToolTip("All actions for the selected run")
    more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    more.setMenu(menu)
    layout.addWidget(more)
    return row
