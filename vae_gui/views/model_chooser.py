"""Which model is looked at: one that ships with the program, or the last one of a run."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from vae_gui.workspace import Workspace

PROMPT = "Choose a model…"
Entry = tuple[str, Path, bool]  # words, place, whether it is a run


class ModelChooser(QComboBox):
    """A choice opens the model; what is open already is said elsewhere, so the box returns to its prompt."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.entries: list[Entry] = []
        self.setAccessibleName("Model")
        self.setToolTip("Open a model that ships with the program, or the last one of a run")
        self.activated.connect(self._open)
        workspace.runs.rows_changed.connect(self._fill)
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
        self.addItems([words for words, _, _ in entries])
        self.setEnabled(bool(entries))

    def _open(self, index: int) -> None:
        self.setCurrentIndex(0)
        if index > 0:
            _, path, is_run = self.entries[index - 1]
            (self._workspace.open_run if is_run else self._workspace.open_model)(path)
