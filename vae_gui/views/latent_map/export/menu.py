"""The menu of everything that can be taken out of the map."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from vae_gui.tasks.job import Job
from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.views.latent_map.export.export import Export, MapContents
from vae_gui.widgets.basics.action import Action, Actions, line
from vae_gui.widgets.files.file_dialogs import ask_target
from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import STILL_SAVING, saved_to
from vae_models.errors import Cancelled

SCALES = (1, 2, 4, 8)


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
        # Another menu may show them too: a sub-menu's own action would be destroyed when that menu is emptied.
        self._exports = Actions(tuple(map(_action, exports)), self, self, anywhere=True)
        self._exports.fill(self)
        self._line = line(self)
        scales = Actions(tuple(map(_scale, SCALES)), self, self, anywhere=True)
        scales.fill(self)
        scales.refresh()
        self.aboutToShow.connect(self._exports.refresh)

    def entry(self, export: Export) -> QAction:
        return self._exports[export.title]

    def menu_actions(self) -> list[QAction]:
        """A line, and one for each export, those that have something to write now enabled."""
        self._exports.refresh()
        return [self._line, *self._exports]

    def can_export(self, export: Export) -> bool:
        return export.prepare(self._contents, self.factor) is not None

    def export(self, export: Export) -> None:
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


def _action(export: Export) -> Action[ExportMenu]:
    return Action(
        export.title,
        export.title,
        lambda menu: menu.export(export),
        export.tip,
        can=lambda menu: menu.can_export(export),
    )


def _scale(factor: int) -> Action[ExportMenu]:
    def choose(menu: ExportMenu) -> None:
        menu.factor = factor

    return Action(
        f"scale {factor}", "Exact pixels" if factor == 1 else f"{factor}×", choose,
        checked=lambda menu: menu.factor == factor, one_of="scale", submenu="Image scale",
    )  # fmt: skip
