"""How usual the drawing is to the current model, among images of the data that it was not trained on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from vae_gui.errors import explain
from vae_gui.views.lab.resting_panel import RestingPanel
from vae_gui.widgets.histogram import Histogram
from vae_models.anomaly import ElboDistribution, elbo_distribution, elbos

if TYPE_CHECKING:
    from vae_models.data import Dataset
    from vae_models.predictor import Predictor

REST_MS = 60
MOST_IMAGES = 2000


@dataclass(frozen=True, eq=False)
class Standing:
    """Where one ELBO stands, nats, in the distribution of a model over a data set."""

    predictor: "Predictor"
    dataset: "Dataset"
    distribution: ElboDistribution
    elbo: float


def stand(predictor: "Predictor", dataset: "Dataset", image: NDArray[np.float32], last: Standing | None) -> Standing:
    """image: `(H, W)`. The distribution of `last` is used again where it is of this model and these data. Raises ModelError."""
    known = last is not None and last.predictor is predictor and last.dataset is dataset
    held_out = dataset.val.images[:MOST_IMAGES, 0].numpy()
    distribution = last.distribution if known and last is not None else elbo_distribution(predictor, held_out)
    return Standing(predictor, dataset, distribution, float(elbos(predictor, image)[0]))


class AnomalyPanel(RestingPanel):
    """Works in the background, and only while it is in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(REST_MS, parent)
        self.sentence = QLabel()
        self.sentence.setProperty("heading", True)
        self.sentence.setWordWrap(True)
        self.histogram = Histogram(
            "ELBO of the drawing among the data",
            "ELBO of held-out images, nats (further right fits better)",
            "Draw something: here it is compared with digits that the model has not been trained on.",
        )
        layout = QVBoxLayout(self)
        layout.addWidget(self.sentence)
        layout.addWidget(self.histogram, 1)
        self.standing: Standing | None = None
        self._worker.done.connect(self._show)
        self._worker.failed.connect(self._refuse)

    def request(self, predictor: "Predictor | None", dataset: "Dataset | None", image: NDArray[np.float32]) -> None:
        """image: `(H, W)` in [0, 1]; an empty one is compared with nothing."""
        if predictor is None or dataset is None or not image.any():
            self._wanted = None
            self._say_nothing("There is no model yet; train one, or open one." if predictor is None else "")
            return
        self._want(predictor, dataset, image)

    def _work(self, predictor: "Predictor", dataset: "Dataset", image: NDArray[np.float32]) -> None:
        self._worker.request(stand, predictor, dataset, image, self.standing)

    def _show(self, standing: Standing) -> None:
        if self._wanted is None:
            return
        self.standing = standing
        self.sentence.setText(standing.distribution.sentence(standing.elbo))
        self.histogram.set_bars(*standing.distribution.histogram())
        self.histogram.set_mark(standing.elbo, "Your drawing")

    def _refuse(self, error: Exception) -> None:
        self._say_nothing(explain(error))

    def _say_nothing(self, why: str) -> None:
        self.sentence.setText(why)
        self.histogram.clear()
