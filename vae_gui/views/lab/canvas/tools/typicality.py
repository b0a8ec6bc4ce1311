"""How typical the drawing is to the current model, among images of the data that are not trained on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_gui.views.lab.canvas.tools.resting_tool import RestingTool
from vae_gui.views.lab.canvas.tools.tool import CanvasState
from vae_gui.widgets.basics.steady_label import SteadyLabel
from vae_gui.widgets.plots.histogram import Histogram
from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import NO_IMAGES, NO_MODEL
from vae_models.lab.typicality import UNUSUAL, Cause, Reference, Standing, statistics

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor

REST_MS = 60
INVITATION = "Draw something to compare it with images that the model has not been trained on."
AXES: dict[Cause, str] = {
    "fit": "Reconstruction at the mean + KL, nats",
    "statistics": "Rarity of the statistics, nats",
}
AXIS_TIPS: dict[Cause, str] = {
    "fit": "How hard an image is to explain: further left is a better fit",
    "statistics": "−log density of the seven statistics together: further left is more common",
}


@dataclass(frozen=True, eq=False)
class Placed:
    """Where a drawing stands among the held-out images of these data, to this model."""

    predictor: "Predictor"
    dataset: "Dataset"
    reference: Reference
    standing: Standing


def sentence_of(share: float, what: str) -> str:
    """`share` of these images, which `what` names, are more typical than the drawing."""
    if share >= 0.995:
        return f"Nearly all of {what} are more typical: your drawing is unlike anything this model knows."
    verdict = "very atypical" if share >= 0.95 else "atypical" if share >= UNUSUAL else "quite typical"
    return f"{100 * share:.0f} % of {what} are more typical: to this model, your drawing is {verdict}."


def place(predictor: "Predictor", dataset: "Dataset", image: NDArray[np.float32], last: Placed | None) -> Placed:
    """image: `(H, W)`. The reference of `last` is used again where it is of this model and these data. Raises ModelError."""
    known = last is not None and last.predictor is predictor and last.dataset is dataset
    reference = last.reference if known and last is not None else Reference.fit(predictor, dataset)
    return Placed(predictor, dataset, reference, reference.standing(statistics(predictor, image)[0]))


class TypicalityTool(RestingTool):
    """An empty drawing is compared with nothing."""

    title = "How typical?"
    of_current_model = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(REST_MS, parent)
        self.sentence = SteadyLabel(lines=2)
        self.sentence.label.setProperty("heading", True)
        self.histogram = Histogram("The drawing among the images of the data set", AXES["fit"], INVITATION)
        layout = QVBoxLayout(self)
        self.reason = SteadyLabel()
        layout.addWidget(self.sentence)
        layout.addWidget(self.reason)
        layout.addWidget(self.histogram, 1)
        self.placed: Placed | None = None
        self._worker.done.connect(self._show)
        self._worker.failed.connect(self._refuse)

    def show_state(self, state: CanvasState) -> None:
        predictor, dataset, image = state.predictor, state.dataset, state.seen.image
        if predictor is None or dataset is None or not image.any():
            self._wanted = None
            self._say_nothing(_lack(predictor, image))
            return
        self._want(predictor, dataset, image)

    def forget_model(self) -> None:
        self.forget()

    def forget(self) -> None:
        super().forget()
        self.placed = None
        self._say_nothing("")

    def _work(self, predictor: "Predictor", dataset: "Dataset", image: NDArray[np.float32]) -> None:
        if self.placed is None:
            self._say_nothing("Measuring the images of the data set first…")
        self._worker.request(place, predictor, dataset, image, self.placed)

    def _show(self, placed: Placed) -> None:
        if self._wanted is None:
            return
        self.placed = placed
        standing, reference = placed.standing, placed.reference
        self.sentence.setText(sentence_of(standing.share, reference.what))
        self.reason.setText(standing.why)
        self.histogram.setAccessibleDescription(AXIS_TIPS[standing.cause])
        self.histogram.set_bars(*reference.histogram(standing.cause), axis=AXES[standing.cause])
        self.histogram.set_mark(standing.value, "Your drawing")

    def _refuse(self, error: Exception) -> None:
        if self._wanted is not None:
            self._say_nothing(explain(error))

    def _say_nothing(self, why: str) -> None:
        """Where there is no reason, all that is missing is a drawing."""
        self.sentence.setText(why)
        self.reason.clear()
        self.histogram.empty_text = "" if why else INVITATION
        self.histogram.clear()


def _lack(predictor: "Predictor | None", image: NDArray[np.float32]) -> str:
    """What else than a drawing is missing, in a sentence."""
    if predictor is None:
        return NO_MODEL
    return NO_IMAGES if image.any() else ""
