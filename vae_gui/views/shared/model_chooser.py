"""Which model is looked at: one that ships with the program, or the last one of a run."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from vae_gui.widgets.basics.elided_combo import ElidedCombo
from vae_gui.workspace.workspace import Workspace

PROMPT = "Choose a model…"
Entry = tuple[str, Path, bool]  # words, place, whether it is a run


class ModelChooser(ElidedCombo):
    """Names the model that is open; a choice opens another."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.entries: list[Entry] = []
        self.setAccessibleName("Model")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)  # names may be long
        self.setMinimumContentsLength(len(PROMPT) - 4)  # it counts in the widest of signs
        self.setToolTip("Open a model that ships with the program, or the latest model of a run")
        self.activated.connect(self._open)
        workspace.runs.rows_changed.connect(self._fill)
        for changed in (workspace.model.opened, workspace.model.run_changed, workspace.model.predictor_changed):
            changed.connect(self._show_current)
        self._show([])
        self._fill()

    def _fill(self, *_: object) -> None:
        """Only what is new is shown anew: a list that someone has open stays under the hand."""
        runs = self._workspace.runs
        entries: list[Entry] = [(f"{path.stem} (shipped)", path, False) for path in runs.shipped]
        entries += [(row.name, row.path, True) for row in runs.rows]
        if entries != self.entries:
            self._show(entries)

    def _show(self, entries: list[Entry]) -> None:
        self.entries = entries
        self.clear()
        self.addItem(PROMPT)
        for words, path, is_run in entries:
            self.addItem(words, (path, is_run))
        self.setEnabled(bool(entries))
        self._show_current()

    def _show_current(self) -> None:
        """The open model's entry; one that is in no list, such as a file from elsewhere, has the first line to itself."""
        predictor, origin = self._workspace.model.predictor, self._workspace.model.origin
        places = [path for _, path, _ in self.entries]
        listed = origin is not None and origin.path in places
        self.setItemText(0, PROMPT if listed or predictor is None else predictor.name)
        self.setCurrentIndex(places.index(origin.path) + 1 if listed and origin is not None else 0)

    def _open(self, index: int) -> None:
        if index > 0:
            _, path, is_run = self.entries[index - 1]
            (self._workspace.model.open_run if is_run else self._workspace.model.open_file)(path)
        self._show_current()  # until it is open, and where it cannot be opened
