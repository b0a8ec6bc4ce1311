"""Chooses the data: embedded, public sets with their download, or the user's own images."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vae_gui.views.train.range_choice import AUTO, RangeChoice
from vae_gui.widgets.basics.elided_combo import ElidedCombo
from vae_gui.widgets.files.file_dialogs import ask_file, ask_folder
from vae_gui.wording.file_kinds import STACKS
from vae_gui.workspace.workspace import Workspace
from vae_models.data.catalogue import DATASETS, DEFAULT_DATASET, is_embedded, title_of

if TYPE_CHECKING:
    from vae_models.data.download.downloads import DownloadProgress
    from vae_models.data.load import Dataset

FOLDER, FILE = "folder…", "npz…"


class DataPanel(QWidget):
    """The data set of the workspace, and ways to another one."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._asked = DEFAULT_DATASET
        self.chooser = ElidedCombo(self)
        # The longest title would otherwise set the width of the whole column.
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setMinimumContentsLength(12)
        self.chooser.setAccessibleName("Data set")
        self.chooser.setToolTip("The images to train on")
        for name, source in DATASETS.items():
            self.chooser.addItem(source.long_title, name)
        self.chooser.addItem("Your own folder of images…", FOLDER)
        self.chooser.addItem("Your own .npz, .npy or stack of images…", FILE)
        self.range = RangeChoice(self)
        self.facts = QLabel(self)
        self.facts.setProperty("quiet", True)
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)  # names of files and classes are data
        self._progress = QProgressBar(self)
        self._progress.setAccessibleName("Loading the data set")
        self.download_button = QPushButton("Download", self)
        self.download_button.setToolTip("Download this data set once and keep it on this machine")
        self.cancel_button = QPushButton("Cancel", self)
        self.cancel_button.setToolTip("Stop loading; what has been downloaded is kept")
        row = QHBoxLayout()
        row.addWidget(self._progress, 1)
        row.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chooser)
        layout.addWidget(self.facts)
        layout.addWidget(self.range)
        layout.addWidget(self.download_button)
        layout.addLayout(row)
        self._show_busy(False)
        self.download_button.hide()
        self.chooser.activated.connect(self._chosen)
        self.range.chosen.connect(self._load_again)
        self.download_button.clicked.connect(self._download)
        self.cancel_button.clicked.connect(workspace.data.cancel)
        workspace.data.loading.connect(self._loading)
        workspace.data.progressed.connect(self._progressed)
        workspace.data.changed.connect(self._loaded)
        workspace.data.failed.connect(self._failed)
        if workspace.data.dataset is not None:
            self._loaded(workspace.data.dataset)

    def _chosen(self) -> None:
        name = self.chooser.currentData()
        if name == FOLDER:
            path = ask_folder(self, "Choose a folder of images")
        elif name == FILE:
            path = ask_file(self, "Choose images", STACKS)
        else:
            path = name
        if path:
            self._asked = str(path)
            self._workspace.data.load(self._asked, value_range=AUTO)
        else:
            self._show_current()

    def _load_again(self, value_range: str) -> None:
        if self._workspace.data.dataset is not None:
            dataset = self._workspace.data.dataset
            self._workspace.data.load(dataset.name, invert=dataset.invert, value_range=value_range)

    def _download(self) -> None:
        self._workspace.data.load(self._asked, download=True)

    def _loading(self, source: str) -> None:
        self._asked = source
        self._progress.setRange(0, 0)
        self.facts.setText("Loading…")
        if self._workspace.data.dataset is None:
            self._show_current()
        self.download_button.hide()
        self._show_busy(True)

    def _progressed(self, progress: "DownloadProgress") -> None:
        if progress.total_bytes:
            self._progress.setRange(0, progress.total_bytes // 1024)
            self._progress.setValue(progress.done_bytes // 1024)
        self.facts.setText(f"{progress.file}: {progress.done_bytes / 1e6:.1f} MB")

    def _loaded(self, dataset: "Dataset | None") -> None:
        self._show_busy(False)
        if dataset is None:
            self.facts.setText("No images are open.")
            self.facts.setToolTip("")
            self.range.hide()
            return
        self.download_button.hide()
        self.facts.setToolTip(_tooltip(dataset))
        text = "\n".join([f"{dataset.describe_splits()} {dataset.describe_skipped()}".rstrip(), *dataset.notes])
        self.range.show_for(dataset)
        self.facts.setText(text)
        self._show_current()

    def _failed(self, sentence: str) -> None:
        """The data that were open still are, and the chooser says so."""
        self._show_busy(False)
        self.facts.setText(sentence)
        self._show_current()
        self.download_button.setText(f"Download {title_of(self._asked)}")
        self.download_button.setVisible(self._asked in DATASETS and not is_embedded(self._asked))

    def _show_current(self) -> None:
        """The chooser names what is open, also when it is a path; where nothing is, what was asked for."""
        dataset = self._workspace.data.dataset
        name = dataset.name if dataset is not None else self._asked
        with QSignalBlocker(self.chooser):
            index = self.chooser.findData(name)
            if index < 0:
                self.chooser.insertItem(0, Path(name).name, name)
                index = 0
            self.chooser.setCurrentIndex(index)

    def _show_busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self.cancel_button.setVisible(busy)


def _tooltip(dataset: "Dataset") -> str:
    lines = [each.reason for each in dataset.skipped[:20]] or [dataset.origin]
    return "\n".join(lines)
