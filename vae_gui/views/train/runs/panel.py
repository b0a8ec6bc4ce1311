"""The list of past runs: overlay, make current, resume, rename, delete, open the folder, export the curves."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QUndoStack
from PySide6.QtWidgets import QMenu, QTreeWidgetItem, QVBoxLayout, QWidget

from vae_gui.views.train.runs.actions import RUN, RunCommands, button_row
from vae_gui.views.train.runs.mover import RunMover
from vae_gui.views.train.runs.tree import NAME, RunTree
from vae_gui.widgets.basics.action import Actions
from vae_gui.workspace.run_list import TRASH
from vae_gui.workspace.run_rows import RunRow
from vae_gui.workspace.workspace import Workspace
from vae_models.training.events import EpochDone

if TYPE_CHECKING:
    from vae_models.runs.folder import RunFolder


class RunsPanel(QWidget):
    """All runs of the workspace, the newest first.

    Signals:
        overlay_changed(object): the runs whose curves are asked for, as a list of (RunFolder, list[EpochDone]).
        resume_requested(object): the Path of an unfinished run to go on with.
        continue_requested(object, int): the Path and the epochs of a finished run that should train on.
        export_requested(object): the RunRow whose curves are to be exported.
    """

    overlay_changed = Signal(object)
    resume_requested = Signal(object)
    continue_requested = Signal(object, int)
    export_requested = Signal(object)

    def __init__(self, workspace: Workspace, undo_stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._rows: dict[Path, RunRow] = {}
        self._overlay: list[RunRow] = []
        self._begun: Path | None = None
        self._checked: set[Path] = set()
        self._mover = RunMover(undo_stack, self)
        self._mover.moved.connect(self._moved)
        self._mover.refused.connect(self._refused)
        self._deleted = workspace.messages.complaint()
        self.tree = RunTree()
        self.run_actions: Actions[RunCommands] = Actions(RUN, self, self.tree)
        self.menu = self._make_menu()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree, 1)
        layout.addWidget(button_row(self.run_actions, self.menu))
        self._connect()
        self._show(workspace.runs.rows)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self.tree)
        menu.setToolTipsVisible(True)
        self.run_actions.fill(menu)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        return menu

    def _open_menu(self, position: QPoint) -> None:
        if self.tree.selected() is not None:
            self.menu.popup(self.tree.viewport().mapToGlobal(position))

    def _connect(self) -> None:
        self.tree.itemChanged.connect(self._changed)
        self.tree.opened.connect(self.open_run)
        self.tree.itemSelectionChanged.connect(self._update_actions)
        workspace = self._workspace
        workspace.runs.rows_changed.connect(self._show)
        workspace.training.started.connect(self._select_begun)
        workspace.model.run_changed.connect(self._select_current)
        workspace.training.events.connect(self._follow)
        workspace.training.prepared.connect(self._update_actions)
        workspace.training.ended.connect(self._update_actions)

    def select(self, path: Path) -> None:
        self.tree.select(path)

    # Showing

    def _show(self, rows: list[RunRow]) -> None:
        self._rows = {row.path: row for row in rows}
        self.tree.show_rows(rows, self._checked)
        if self._begun in self._rows:
            self.tree.select(self._begun)
            self._begun = None
        if self.tree.selected() is None and self._workspace.model.run is not None:
            self.tree.select(self._workspace.model.run.path)
        self._update_actions()
        self._report_overlay()

    def _follow(self, events: list[object]) -> None:
        """The figures of the run that trains, without reading the disk."""
        run = self._workspace.model.run
        done = [event for event in events if isinstance(event, EpochDone)]
        if done and run is not None:
            self.tree.show_progress(run.path, done[-1].val.loss, done[-1].epoch, run.recipe.epochs)

    def _select_current(self, run: "RunFolder | None") -> None:
        """What can be done with the run that was opened is offered at once."""
        if run is not None:
            self.tree.select(run.path)

    def _select_begun(self, run: "RunFolder") -> None:
        """The run that has just begun is the one that is acted on next, as soon as it is listed."""
        self._begun = run.path
        if run.path in self._rows:
            self._show(list(self._rows.values()))

    def _report_overlay(self) -> None:
        checked = [row for path, row in self._rows.items() if path in self._checked and not self._is_training(path)]
        if checked != self._overlay:
            self._overlay = checked
            self.overlay_changed.emit([(row.run, list(row.metrics)) for row in checked])

    def _is_training(self, path: Path) -> bool:
        run = self._workspace.model.run
        return self._workspace.training.under_way and run is not None and run.path == path

    @property
    def selected(self) -> RunRow | None:
        path = self.tree.selected()
        return self._rows.get(path) if path is not None else None

    @property
    def is_training(self) -> bool:
        """Whether anything is."""
        return self._workspace.training.under_way

    @property
    def trains_selected(self) -> bool:
        return self.selected is not None and self._is_training(self.selected.path)

    def _update_actions(self, *_: object) -> None:
        self.run_actions.refresh()

    # Doing

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        path = self.tree.path(item)
        row = self._rows.get(path)
        if column == NAME and row is not None and item.text(NAME) != row.name:
            self._rename(row, item.text(NAME))
            return
        if item.checkState(NAME) == Qt.CheckState.Checked:
            self._checked.add(path)
        else:
            self._checked.discard(path)
        self._report_overlay()

    def _rename(self, row: RunRow, name: str) -> None:
        try:
            if self._is_training(row.path):
                raise ValueError("A run cannot be renamed while it trains; stop it first.")
            if row.in_sweep:
                raise ValueError("A run of a sweep keeps its name: the sweep finds the run by it.")
            if self._mover.is_moving(row.path):
                raise ValueError(f"{row.name} is being moved; try again in a moment.")
            self._mover.rename(row.path, name)
        except ValueError as error:
            self._workspace.messages.say(str(error))
            self.tree.show_name(row)

    def delete(self) -> None:
        path = self.tree.selected()
        if path is not None and not self._mover.is_moving(path):
            self._mover.delete(path, self._workspace.runs_dir)

    def _moved(self, source: Path, target: Path) -> None:
        if target.parent.name == TRASH:
            self._deleted.raise_it(f"{source.name} was deleted; Edit > Undo brings it back.")
        elif source.parent.name == TRASH:
            self._deleted.settle()
        if source in self._checked:
            self._checked.remove(source)
            self._checked.add(target)
        self._workspace.model.run_moved(source, target)
        self._workspace.runs.look()

    def _refused(self, path: Path, why: str) -> None:
        self._workspace.messages.say(why)
        if path in self._rows:
            self.tree.show_name(self._rows[path])
        self._workspace.runs.look()

    def shut_down(self) -> None:
        self._mover.close(self._workspace.runs_dir)

    def open_run(self) -> None:
        path = self.tree.selected()
        if path is not None:
            self._workspace.model.open_run(path)

    def edit_name(self) -> None:
        self.tree.edit_name()

    def resume(self) -> None:
        row = self.selected
        if row is None:
            return
        if row.finished:
            self.continue_requested.emit(row.path, row.recipe.epochs)
        else:
            self.resume_requested.emit(row.path)

    def open_folder(self) -> None:
        path = self.tree.selected()
        if path is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._workspace.messages.say(f"No program on this machine opens folders; the run is in {path}.")

    def export(self) -> None:
        row = self.selected
        if row is not None:
            self.export_requested.emit(row)
