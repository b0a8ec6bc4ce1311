"""Which data set is open. A model that is opened brings its own; others would say nothing true about it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_gui.workspace.dataset_loader import DataLoader
from vae_gui.workspace.model_origin import ModelOrigin
from vae_models.data.catalogue import DEFAULT_DATASET, is_embedded

if TYPE_CHECKING:
    from vae_models.data.load import Dataset


class OpenData(QObject):
    """Loads in the background, and keeps the data set before the open one at hand.

    Signals: loading(str), progressed(object), changed(object): the Dataset, or None; failed(str).
    """

    loading = Signal(str)
    progressed = Signal(object)
    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, data_dir: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data_dir = data_dir
        self.dataset: Dataset | None = None
        self._at_hand: Dataset | None = None
        self._missed_by, self._downloading = "", False
        self._withheld = False  # the open model's own are not at hand, and others are not shown in their place
        self._loader = DataLoader(self)
        self._loader.started.connect(self.loading)
        self._loader.progressed.connect(self.progressed)
        self._loader.loaded.connect(self.show)
        self._loader.failed.connect(self._fail)
        self._loader.cancelled.connect(self._cancelled)

    def load(
        self, source: str, data_dir: Path | None = None, download: bool = False, invert: bool | None = None,
        value_range: str = "auto",
    ) -> None:  # fmt: skip
        """Ends with changed or failed."""
        self._missed_by, self._downloading = "", download
        if data_dir is None and not is_embedded(source):
            data_dir = self._data_dir
        self._loader.load(source, data_dir=data_dir, download=download, invert=invert, value_range=value_range)

    def load_default(self) -> None:
        """Where no other are open, on their way, or missed by the model that is open."""
        if self.dataset is None and not self._withheld and not self._loader.busy:
            self.load(DEFAULT_DATASET)

    def cancel(self) -> None:
        self._loader.cancel()

    def close(self) -> None:
        self._loader.close()

    def show(self, dataset: "Dataset | None") -> None:
        """Makes it the open one."""
        self._missed_by = ""
        if self.dataset is not None and dataset is not self.dataset:
            self._at_hand = self.dataset
        self.dataset = dataset
        self.changed.emit(dataset)

    def bring(self, origin: ModelOrigin, loaded: "Dataset | None" = None) -> None:
        """Opens the data that a model belongs to, `loaded` if they are; until they are there none are open."""
        self._withheld = False
        if self._missed_by:  # the former model's are on their way, or did not come
            self._loader.drop()
        if not origin.datasets or (self.dataset is not None and origin.belongs_to(self.dataset)):
            return
        known = [each for each in (loaded, self._at_hand) if each is not None and origin.belongs_to(each)]
        self._loader.drop()
        self.show(known[0] if known else None)
        if not known:
            source = DEFAULT_DATASET if DEFAULT_DATASET in origin.datasets else origin.datasets[0]
            self.load(source, origin.data_dir, invert=origin.invert, value_range=origin.value_range)
            self._missed_by, self._withheld = origin.path.stem, True

    def _fail(self, sentence: str) -> None:
        missed_by, self._missed_by = self._missed_by, ""
        without = f"The images that {missed_by} was trained on are not on this machine, so none are shown with it. "
        self.failed.emit(without + sentence if missed_by else sentence)

    def _cancelled(self) -> None:
        self._missed_by = ""
        kept = "The download was cancelled; what has arrived is kept, and the next download continues from there."
        self.failed.emit(kept if self._downloading else "Loading was cancelled.")
