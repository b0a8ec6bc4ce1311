"""The menu of everything that can be taken out of the map."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from vae_gui.tasks.job import Job
from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.views.latent_map.export.export import Export, MapContents
from vae_gui.widgets.basics.controls import action
from vae_gui.widgets.files.save_dialog import ask_target
from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import STILL_SAVING, saved_to
from vae_models.errors import Cancelled


class ExportMenu(QMenu):
    """Signals: told(str): what was written, or why not."""

    told = Signal(str)

    def __init__(self, contents: MapContents, parent: QWidget, exports: Sequence[Export]) -> None:
        super().__init__("Export", parent)
        self._contents = contents
        self._writing = LatestWins(self)
        self._writing.progressed.connect(self.told.emit)
        self._writing.done.connect(lambda target: self.told.emit(saved_to(target)))
        self._writing.failed.connect(self._failed)
        self.factor = 1
        self._entries = {each: action(each.title, each.tip, partial(self._export, each), self) for each in exports}
        # What another menu may show too: a sub-menu's own action would be destroyed when that menu is emptied.
        self.entries = list(self._entries.values())
        self.addActions(self.entries)
        self._add_scales()
        self.aboutToShow.connect(self.enable_entries)

    def entry(self, export: Export) -> QAction:
        return self._entries[export]

    def _add_scales(self) -> None:
        menu = self.addMenu("Image scale")
        group = QActionGroup(menu)
        for factor in (1, 2, 4, 8):
            text = "Exact pixels" if factor == 1 else f"{factor}×"
            each = QAction(text, menu, checkable=True, checked=factor == self.factor)
            each.triggered.connect(lambda _=False, factor=factor: setattr(self, "factor", factor))
            group.addAction(each)
            menu.addAction(each)

    def enable_entries(self) -> None:
        """Those that have something to write now."""
        for export, entry in self._entries.items():
            entry.setEnabled(export.prepare(self._contents, self.factor) is not None)

    def _export(self, export: Export) -> None:
        """Asks where to, then writes in the background what there was to write before the question."""
        write = export.prepare(self._contents, self.factor)
        if write is None:
            return
        if self._writing.busy:
            self.told.emit(STILL_SAVING)
            return
        target = ask_target(self.parentWidget(), "Export", export.file, export.kind)
        if target is None:
            return

        def work(job: Job) -> Path:
            write(job, target)
            return target

        self._writing.start(work)

    def shut_down(self) -> None:
        """Stops what is being written; the target stays as it was."""
        self._writing.close()

    def _failed(self, error: Exception) -> None:
        self.told.emit("The export was cancelled." if isinstance(error, Cancelled) else explain(error))
