"""A tool that knows the classes of the data."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QComboBox, QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.views.lab.sliders.tools.tool import CodeTool
from vae_gui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from vae_models.data.load import Dataset

SEEDS = 2**31


class ClassTool(CodeTool):
    """Works in the background on the current model and data."""

    def __init__(self, workspace: Workspace, code: EditedCode, parent: QWidget | None = None) -> None:
        super().__init__(workspace, code, parent)
        self._classes: list[QComboBox] = []
        self._random = np.random.default_rng()
        self._work = LatestWins(self)
        self._work.failed.connect(self.failed)
        workspace.data.changed.connect(self._fill)

    def _class_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        self._classes.append(box)
        return box

    def _fill(self, dataset: "Dataset | None") -> None:
        names = dataset.class_names if dataset is not None and dataset.train.labels is not None else ()
        for number, box in enumerate(self._classes):
            chosen = box.currentIndex() if box.count() else number  # several boxes start with several classes
            box.clear()
            box.addItems(list(names))
            box.setCurrentIndex(min(chosen, len(names) - 1))
        self.setEnabled(bool(names))
        self.setToolTip("" if names else "This needs a data set with labels")

    def forget(self) -> None:
        self._work.drop()

    def _ask(self, function: Callable[..., object], *arguments: object) -> None:
        predictor, dataset = self.workspace.model.predictor, self.workspace.data.dataset
        if predictor is not None and dataset is not None:
            self._work.request(function, predictor, dataset, *arguments)

    def shut_down(self) -> None:
        self._work.close()
