"""The list of past runs: overlay, make current, resume, rename, delete, open the folder, export the curves."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence, QUndoStack
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from vae_gui.background import LatestWins
from vae_gui.views.training.run_commands import delete_run, rename_run
from vae_gui.workspace import Workspace

if TYPE_CHECKING:
    from vae_models.runs import EpochMetrics, RunFolder

NAME, LOSS, EPOCHS = range(3)
_PATH = Qt.ItemDataRole.UserRole


class RunsPanel(QWidget):
    """All runs of the workspace, the newest first.

    Signals:
        overlay_changed(object): the runs whose curves are asked for, as a list of (RunFolder, list[EpochMetrics]).
        resume_requested(object): the Path of a run to go on with.
        export_requested(object): the Path of a run whose curves are to be exported.
    """

    overlay_changed = Signal(object)
    resume_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, workspace: Workspace, undo_stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._undo_stack = undo_stack
        self._rows: list[tuple[RunFolder, list[EpochMetrics]]] = []
        self._checked: set[Path] = set()
        self._reader = LatestWins(self)
        self._reader.done.connect(self._show)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("Past runs")
        self.tree.setToolTip(
            "Check a run to see its curves in the plot; double-click to make its model the current one"
        )
        self.tree.setHeaderLabels(["Run", "Loss", "Epochs"])
        self.tree.setRootIsDecorated(False)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (LOSS, EPOCHS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree)
        self.actions_by_name = self._make_actions()
        self.tree.itemChanged.connect(self._changed)
        self.tree.itemDoubleClicked.connect(self._activate)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        self.tree.itemSelectionChanged.connect(self._update_actions)
        workspace.runs_changed.connect(self.refresh)
        workspace.training_events.connect(self._events)
        workspace.models_ready.connect(self.refresh)
        if workspace.models_loaded:
            self.refresh()

    def _make_actions(self) -> dict[str, QAction]:
        entries = (
            ("current", "Make current model", "Return", self._activate),
            ("resume", "Resume", "Ctrl+R", self._resume),
            ("rename", "Rename", "F2", self._edit_name),
            ("delete", "Delete", "Delete", self._delete),
            ("folder", "Open folder", "", self._open_folder),
            ("export", "Export curves…", "Ctrl+E", self._export),
        )
        actions = {}
        for name, text, keys, slot in entries:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
            actions[name] = action
        return actions

    def refresh(self) -> None:
        """Reads the runs folder anew, in the background."""
        if self._workspace.models_loaded:
            self._reader.request(_read, self._workspace.runs_dir)

    def close_panel(self) -> None:
        self._reader.close()

    def selected(self) -> Path | None:
        items = self.tree.selectedItems()
        return items[0].data(NAME, _PATH) if items else None

    def select(self, path: Path) -> None:
        for index in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(index)
            if item is not None and item.data(NAME, _PATH) == path:
                self.tree.setCurrentItem(item)

    # Showing

    def _show(self, rows: "list[tuple[RunFolder, list[EpochMetrics]]]") -> None:
        self._rows = rows
        selected = self.selected()
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for run, metrics in rows:
                self.tree.addTopLevelItem(self._item(run, metrics))
        if selected is not None:
            self.select(selected)
        self._update_actions()
        self._report_overlay()

    def _item(self, run: "RunFolder", metrics: "list[EpochMetrics]") -> QTreeWidgetItem:
        loss = f"{metrics[-1].val_loss:.1f}" if metrics else "–"
        item = QTreeWidgetItem([run.name, loss, f"{len(metrics)}/{run.recipe.epochs}"])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(NAME, Qt.CheckState.Checked if run.path in self._checked else Qt.CheckState.Unchecked)
        item.setData(NAME, _PATH, run.path)
        item.setToolTip(NAME, f"{run.recipe.name}: {run.recipe.summary}\nData: {run.dataset}\n{run.created}")
        item.setToolTip(LOSS, "Validation loss after the last epoch, nats per image")
        for column in (LOSS, EPOCHS):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _events(self, events: list[object]) -> None:
        from vae_models.training_events import EpochDone

        if any(isinstance(event, EpochDone) for event in events) and self.isVisible():
            self.refresh()

    def _report_overlay(self) -> None:
        training = self._workspace.current_run if self._workspace.training else None
        self.overlay_changed.emit(
            [
                row
                for row in self._rows
                if row[0].path in self._checked and (training is None or row[0].path != training.path)
            ]
        )

    def _is_training(self, path: Path) -> bool:
        run = self._workspace.current_run
        return self._workspace.training and run is not None and run.path == path

    def _update_actions(self) -> None:
        path = self.selected()
        for name, action in self.actions_by_name.items():
            action.setEnabled(path is not None)
            if path is not None and name in ("rename", "delete", "resume"):
                action.setEnabled(not self._is_training(path))

    # Doing

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        path: Path = item.data(NAME, _PATH)
        if column == NAME and item.text(NAME) != path.name:
            self._rename(path, item.text(NAME))
            return
        if item.checkState(NAME) == Qt.CheckState.Checked:
            self._checked.add(path)
        else:
            self._checked.discard(path)
        self._report_overlay()

    def _activate(self, *_: object) -> None:
        path = self.selected()
        if path is not None:
            self._workspace.open_run(path)

    def _resume(self) -> None:
        path = self.selected()
        if path is not None:
            self.resume_requested.emit(path)

    def _edit_name(self) -> None:
        item = self.tree.currentItem()
        if item is not None:
            self.tree.editItem(item, NAME)

    def _rename(self, path: Path, name: str) -> None:
        try:
            if self._is_training(path):
                raise ValueError("A run cannot be renamed while it trains; stop it first.")
            self._undo_stack.push(rename_run(path, name, self._moved))
        except ValueError as error:
            self._workspace.status.emit(str(error))
            self.refresh()

    def _delete(self) -> None:
        path = self.selected()
        if path is not None:
            self._undo_stack.push(delete_run(path, self._moved))
            self._workspace.status.emit(f"{path.name} was deleted; Edit > Undo brings it back.")

    def _moved(self, source: Path, target: Path) -> None:
        if not target.exists():
            self._workspace.status.emit(f"{source.name} could not be moved; it stays where it is.")
        if source in self._checked:
            self._checked.remove(source)
            self._checked.add(target)
        self.refresh()

    def _open_folder(self) -> None:
        path = self.selected()
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _export(self) -> None:
        path = self.selected()
        if path is not None:
            self.export_requested.emit(path)

    def _open_menu(self, position: QPoint) -> None:
        if self.selected() is not None:
            menu = QMenu(self)
            menu.addActions(list(self.actions_by_name.values()))
            menu.exec(self.tree.viewport().mapToGlobal(position))


def _read(runs_dir: Path) -> "list[tuple[RunFolder, list[EpochMetrics]]]":
    from vae_models.errors import RunError
    from vae_models.runs import list_runs

    rows = []
    for run in list_runs(runs_dir):
        try:
            rows.append((run, run.metrics()))
        except RunError:
            rows.append((run, []))
    return rows
