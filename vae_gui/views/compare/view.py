"""The Compare view: a queue on the left, all runs on the right, and under them a scatter, or models side by side."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QTabWidget, QToolButton, QVBoxLayout, QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.tasks.saving import png_bytes
from vae_gui.theme import spacing
from vae_gui.views.compare.actions import COMPARE
from vae_gui.views.compare.queue_panel import QueuePanel
from vae_gui.views.compare.run_table import RunTable
from vae_gui.views.compare.tabs import TABS
from vae_gui.views.compare.tabs.tab import CompareTab, TabKind
from vae_gui.views.shared.splitter_state import restore_splitter
from vae_gui.views.view import View
from vae_gui.widgets.basics.controls import tool_button
from vae_gui.widgets.files.file_dialogs import ask_folder, ask_target
from vae_gui.wording.errors import explain
from vae_gui.wording.file_kinds import CSV, PNG
from vae_gui.wording.sentences import LOADING_MODELS, saved_to
from vae_gui.workspace.run_rows import RunRow
from vae_gui.workspace.settings import COMPARE_SPLITTERS
from vae_gui.workspace.workspace import Workspace
from vae_models.files.writing import replacing

_NO_RUNS = "No runs yet. Start a queue on the left, train a model in the Train view, or watch a folder of runs."
_LOOKING = "Looking for runs\N{HORIZONTAL ELLIPSIS}"
_HEIGHTS = (3, 5)  # of the table, and of what is under it

Kind = TypeVar("Kind", bound=CompareTab)


class CompareView(View):
    """Trains many models, and lays all there are beside each other."""

    title = "Compare"
    entries = COMPARE
    keyboard_help = (
        "Table: the arrow keys choose a run, Shift or Ctrl+Space several, Enter makes it the current model; "
        "the selected ones are shown side by side."
    )

    def __init__(self, workspace: Workspace, parent: QWidget | None = None, kinds: tuple[TabKind, ...] = TABS) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.queue = QueuePanel(workspace)
        self.table = RunTable()
        self._kinds = kinds
        self._built: dict[str, CompareTab] = {}
        self._asked: Path | None = None
        self._writer = LatestWins(self)
        self.count = QLabel(_LOOKING)
        self.count.setProperty("quiet", True)
        self.count.setWordWrap(True)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Ways to compare")
        self._lay_out()
        self._connect()
        self._build_tabs()
        self._show_rows(workspace.runs.rows)

    def _lay_out(self) -> None:
        for kind in self._kinds:
            self.tabs.setTabToolTip(self.tabs.addTab(_loading(), kind.title), kind.tip)
        runs = QWidget()
        column = QVBoxLayout(runs)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._header())
        column.addWidget(self.table, 1)
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.rows.addWidget(runs)
        self.rows.addWidget(self.tabs)
        for index, share in enumerate(_HEIGHTS):
            self.rows.setStretchFactor(index, share)
        self.rows.setSizes([100 * share for share in _HEIGHTS])
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.addWidget(self.queue)
        self.columns.addWidget(self.rows)
        self.columns.setStretchFactor(1, 1)
        self.columns.setSizes([spacing(36), spacing(120)])
        for splitter in (self.rows, self.columns):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(spacing(1.5))
        QVBoxLayout(self).addWidget(self.columns)
        self._restore()

    def _header(self) -> QHBoxLayout:
        shown = tool_button("Columns", "Which columns the table has", sign="columns")
        shown.setMenu(self.table.columns_menu)
        shown.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        header = QHBoxLayout()
        header.addWidget(self.count, 1)
        header.addWidget(shown)
        return header

    def _connect(self) -> None:
        workspace = self.workspace
        workspace.runs.rows_changed.connect(self._show_rows)
        self.table.selection_changed.connect(self._selected)
        self.table.opened.connect(self._open)
        workspace.model.predictor_changed.connect(self._say_what_opened)
        self.queue.runs_changed.connect(workspace.runs.look)
        self._writer.done.connect(lambda path: workspace.messages.say(saved_to(path)))
        self._writer.failed.connect(lambda error: workspace.messages.say(explain(error)))
        workspace.models_ready.connect(self._build_tabs)

    # Tabs

    def tab_of(self, kind: type[Kind]) -> Kind:
        """The tab of a class; there is one, once the models are loaded."""
        return next(tab for tab in self._built.values() if isinstance(tab, kind))

    def _build_tabs(self) -> None:
        """Those that can be built now and are not yet, each in its place."""
        for index, kind in enumerate(self._kinds):
            if kind.name not in self._built and (self.workspace.models_loaded or not kind.waits_for_models):
                self._built[kind.name] = tab = kind.build(self.workspace)
                tab.failed.connect(self.workspace.messages.say)
                tab.picked.connect(self.table.select)
                self._put(index, tab)
                tab.set_rows(self.workspace.runs.rows)

    def _put(self, index: int, tab: CompareTab) -> None:
        title, tip, shown = self.tabs.tabText(index), self.tabs.tabToolTip(index), self.tabs.currentIndex()
        if (waiting := self.tabs.widget(index)) is not None:
            waiting.deleteLater()
        self.tabs.removeTab(index)
        self.tabs.setTabToolTip(self.tabs.insertTab(index, tab, title), tip)
        self.tabs.setCurrentIndex(shown)

    # Showing

    def _show_rows(self, rows: list[RunRow]) -> None:
        self.table.set_rows(rows)
        none = _NO_RUNS if self.workspace.runs.is_read else _LOOKING
        self.count.setText(f"{len(rows)} run{'s' if len(rows) != 1 else ''}" if rows else none)
        for tab in self._built.values():
            tab.set_rows(rows)
        self._selected()

    def _selected(self) -> None:
        rows = self.table.selected()
        for tab in self._built.values():
            tab.set_selected(rows)

    def _open(self, path: Path) -> None:
        self._asked = path
        self.workspace.model.open_run(path)

    def _say_what_opened(self) -> None:
        """The table stays in sight when a run of it is opened, so nothing else would show that it was."""
        run, asked = self.workspace.model.run, self._asked
        if asked is not None and run is not None and run.path == asked:
            self._asked = None
            self.workspace.messages.say(f"{run.name} is open; the Train view, map and lab show its model.")

    # Export, closing

    def ask_folder(self) -> None:
        folder = ask_folder(self, "Watch a folder of runs")
        if folder is not None:
            self.workspace.runs.add(folder)

    def export_table(self) -> None:
        path = ask_target(self, "Export", "runs.csv", CSV)
        if path is not None:
            self._writer.request(_write, path, self.table.as_csv().encode())

    def export_scatter(self) -> None:
        picture = self._built["scatter"].picture()
        path = ask_target(self, "Export", "runs.png", PNG)
        if path is not None:
            self._writer.request(_write, path, picture)

    @property
    def has_scatter(self) -> bool:
        """Whether it is built already."""
        return "scatter" in self._built

    def _restore(self) -> None:
        for name, splitter in (("rows", self.rows), ("columns", self.columns)):
            restore_splitter(splitter, self.workspace.settings, COMPARE_SPLITTERS.format(name))

    def shut_down(self) -> None:
        self.workspace.settings.setValue(COMPARE_SPLITTERS.format("rows"), self.rows.saveState())
        self.workspace.settings.setValue(COMPARE_SPLITTERS.format("columns"), self.columns.saveState())
        self.queue.shut_down()
        for tab in self._built.values():
            tab.shut_down()
        self._writer.close()


def _loading() -> QLabel:
    label = QLabel(LOADING_MODELS)
    label.setProperty("quiet", True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _write(path: Path, content: bytes | QImage) -> Path:
    from vae_models.errors import UserError

    try:
        with replacing(path, durable=True) as file:
            file.write(png_bytes(content) if isinstance(content, QImage) else content)
    except OSError as error:
        raise UserError(f"{path} could not be written ({error.strerror}); choose another place.") from error
    return path
