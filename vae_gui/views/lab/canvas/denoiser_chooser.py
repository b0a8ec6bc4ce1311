"""Chooses who cleans the drawing: the current model, one that ships with the program, one of a run, or a classical filter."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.widgets.basics.elided_combo import ElidedCombo
from vae_gui.workspace.workspace import Workspace
from vae_models.lab.denoising import CLASSICAL_FILTERS, ClassicalFilter, Denoiser, ModelDenoiser

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

FAVOURITES = ("unet-denoiser", "denoising-autoencoder")  # the best first
_SIGNS = 13  # in sight, counted in the widest of signs; names of runs may be longer
Choice = Path | ClassicalFilter | None  # None stands for the current model


class DenoiserChooser(ElidedCombo):
    """Loads what is chosen in the background.

    Signals:
        denoiser_changed(object): the Denoiser to use from now on. failed(object): an exception; the one before stays.
    """

    denoiser_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.denoiser: Denoiser | None = None
        self._touched = False
        self._current = 0  # the place of the current model's entry
        self.setAccessibleName("Denoiser")
        self.setToolTip("What cleans the drawing: a trained model, or for comparison a filter that learns nothing")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SIGNS)
        self._models: list[tuple[str, Path]] = []
        self._loading = LatestWins(self)
        self._loading.done.connect(self._take)
        self._loading.failed.connect(self._refuse)
        self.activated.connect(self._picked)
        workspace.runs.rows_changed.connect(self._runs_changed)
        workspace.model.predictor_changed.connect(self._predictor_changed)
        self._models = self._listed()
        self._fill()

    @property
    def is_current_model(self) -> bool:
        """Whether the current model cleans, whichever it is."""
        return self.currentIndex() == self._current

    def choose(self, words: str) -> None:
        """As if a person had picked the entry that reads so."""
        index = self.findText(words, Qt.MatchFlag.MatchStartsWith)
        if index >= 0:
            self.setCurrentIndex(index)
            self._picked(index)

    def shut_down(self) -> None:
        self._loading.close()

    def _runs_changed(self) -> None:
        models = self._listed()
        if models != self._models:
            self._models = models
            self._fill()

    def _listed(self) -> list[tuple[str, Path]]:
        runs = self._workspace.runs
        shipped = sorted(runs.shipped, key=lambda path: (path.stem not in FAVOURITES, path.stem))
        return [(path.stem, path) for path in shipped] + [(f"Run {row.name}", row.path) for row in runs.rows]

    def _fill(self) -> None:
        chosen = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            for words, path in self._models:
                self.addItem(words, path)
            self._current = self.count()
            self.addItem(_current_words(self._workspace.model.predictor), None)
            self.insertSeparator(self.count())
            for classical in CLASSICAL_FILTERS:
                self.addItem(classical.name, classical)
            if self._touched and self.findText(chosen) >= 0:
                self.setCurrentText(chosen)
        if not self._touched or self.currentText() != chosen:
            self._start_with()

    def _start_with(self) -> None:
        """The best denoiser there is, until a person picks one."""
        best = next((words for name in FAVOURITES for words, path in self._models if path.stem == name), None)
        current = self.itemText(self._current) if self._workspace.model.predictor else CLASSICAL_FILTERS[0].name
        index = self.findText(best or current)
        self.setCurrentIndex(index)
        self._use(self.itemData(index))

    def _picked(self, index: int) -> None:
        self._touched = True
        self._use(self.itemData(index))

    def _use(self, choice: Choice) -> None:
        self._loading.drop()
        if isinstance(choice, ClassicalFilter):
            self._take(choice)
        elif choice is not None:
            self._loading.request(_load, choice)
        elif self._workspace.model.predictor is not None:
            self._take(ModelDenoiser(self._workspace.model.predictor))

    def _predictor_changed(self, predictor: "Predictor | None") -> None:
        self.setItemText(self._current, _current_words(predictor))
        if predictor is not None and self.is_current_model:
            self._take(ModelDenoiser(predictor))
        elif not self._touched and isinstance(self.denoiser, ClassicalFilter):
            self._fill()

    def _take(self, denoiser: Denoiser) -> None:
        self.denoiser = denoiser
        self.denoiser_changed.emit(denoiser)

    def _refuse(self, error: Exception) -> None:
        """Goes on with what was used before, and says so in the box too."""
        index = self.findText(self.denoiser.name) if self.denoiser is not None else -1
        self.setCurrentIndex(index if index >= 0 else self._current)
        self.failed.emit(error)


def _current_words(predictor: "Predictor | None") -> str:
    return "Current model" if predictor is None else f"Current model ({predictor.name})"


def _load(path: Path) -> ModelDenoiser:
    from vae_models.explore.predictor import Predictor

    return ModelDenoiser(Predictor.load(path))
