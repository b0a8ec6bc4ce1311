"""Which model is looked at: one that ships with the program, or the last one of a run."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from vae_gui.background import LatestWins
from vae_gui.workspace import Workspace
from vae_models.shipped_models import list_shipped_models

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
        self._listing = LatestWins(self)
        self._listing.done.connect(self._fill)
        self.activated.connect(self._open)
        workspace.models_ready.connect(self.refresh)
        workspace.runs_changed.connect(self.refresh)
        self._fill([])
        self.refresh()

    def refresh(self) -> None:
        """Lists again, in the background; before torch is loaded there is nothing that could open a model."""
        if self._workspace.models_loaded:
            self._listing.request(_entries, self._workspace.runs_dir)

    def _fill(self, entries: list[Entry]) -> None:
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

    def close_chooser(self) -> None:
        self._listing.close()


def _entries(runs_dir: Path) -> list[Entry]:
    from vae_models.runs import list_runs

    shipped: list[Entry] = [(f"{path.stem} (shipped)", path, False) for path in list_shipped_models()]
    return shipped + [(run.name, run.path, True) for run in list_runs(runs_dir)]
