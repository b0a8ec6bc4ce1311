"""Repair: the model fills in what the mask hides; several answers converge before one's eyes, one can be taken."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from vae_gui.tasks.job import Job
from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.theme.icons import icon
from vae_gui.views.lab.canvas.model_input import ModelInput
from vae_gui.views.lab.canvas.tools.tool import CanvasState, CanvasTool
from vae_gui.widgets.basics.elided_label import ElidedLabel
from vae_gui.widgets.pictures.captioned_images import CaptionedImages, Captions
from vae_gui.wording.sentences import NO_MODEL
from vae_models.errors import ModelError, UserError

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor
    from vae_models.lab.repair import Repair

SAMPLES, MOST_SAMPLES = 4, 8

_INVITATION = "Paint with the mask over part of a digit, then let the model fill it in."
_OF_BEFORE = "These answers are for an earlier drawing; press Fill in for this one"
_START = "Search for the codes that best explain the visible pixels; press again for other answers"


class RepairTool(CanvasTool):
    """A click on an answer takes it."""

    title = "Repair"
    of_current_model = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: Repair | None = None
        self._input: ModelInput | None = None
        self._searched: ModelInput | None = None
        self._asked: ModelInput | None = None  # what the answers in sight are for
        self._predictor: Predictor | None = None
        self._search = LatestWins(self)
        self._search.progressed.connect(self._show)
        self._search.done.connect(self._end)
        self._search.failed.connect(self._fail)
        self._seed = 0
        self.images = CaptionedImages("Repaired drawings", _INVITATION)
        self.images.setToolTip("Click an answer to make it the drawing")
        self.start_button = QPushButton(icon("play", primary=True), "Fill in")
        self.start_button.setProperty("primary", True)
        self.start_button.setToolTip(_START)
        self.stop_button = QPushButton(icon("stop"), "Stop")
        self.stop_button.setToolTip("Stop, and keep what has been found so far")
        self.samples = QSpinBox()
        self.samples.setRange(1, MOST_SAMPLES)
        self.samples.setValue(SAMPLES)
        self.samples.setSuffix(" answers")
        self.samples.setAccessibleName("Number of answers")
        self.samples.setToolTip("The most answers to show; those that look alike are shown once")
        self.progress = ElidedLabel()
        self.progress.label.setProperty("quiet", True)
        self._lay_out()
        self.start_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self.stop)
        self.images.chosen.connect(self._take)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for widget in (self.start_button, self.stop_button, self.samples):
            row.addWidget(widget)
        row.addWidget(self.progress, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.images, 1)
        self.stop_button.setEnabled(False)

    def show_state(self, state: CanvasState) -> None:
        self._input = state.seen
        self._say()

    def set_model(self, predictor: "Predictor | None") -> None:
        self._predictor = predictor
        self._offer_if_able()

    def _offer_if_able(self) -> None:
        """A model that cannot fill in says so before anybody paints a mask for it."""
        why_not = self._why_not()
        self.start_button.setEnabled(not why_not)
        self.start_button.setToolTip(why_not or _START)
        self.images.empty_text = why_not or _INVITATION
        self.images.update()

    def _why_not(self) -> str:
        if self._predictor is None:
            return ""
        from vae_models.lab.repair import why_no_repair

        return why_no_repair(self._predictor)

    def forget_model(self) -> None:
        self.drop_search()
        self.result = None
        self.images.clear()
        self._say()

    def start(self) -> None:
        """Searches from new starts; what is under way is given up."""
        self.drop_search()
        try:
            predictor, seen, hidden = self._ready()
        except UserError as error:
            self.failed.emit(error)
            return
        self._searched = seen
        self._seed += 1
        seed, samples = self._seed, self.samples.value()

        def search(job: Job) -> None:
            from vae_models.lab.repair import repair

            for result in repair(predictor, seen.image, ~hidden, samples=samples, seed=seed):
                if job.cancelled():
                    return
                job.report(result)

        self._search.start(search)
        self.stop_button.setEnabled(True)

    def stop(self) -> None:
        self._search.cancel()

    def drop_search(self) -> None:
        """Gives up the search under way; nothing more is shown of it."""
        self._search.drop()
        self.stop_button.setEnabled(False)

    def shut_down(self) -> None:
        self._search.close()

    def _ready(self) -> "tuple[Predictor, ModelInput, NDArray[np.bool_]]":
        if self._predictor is None:
            raise ModelError(NO_MODEL)
        if self._input is None or self._input.hidden is None:
            from vae_models.lab.repair import NOTHING_HIDDEN

            raise ModelError(NOTHING_HIDDEN)
        return self._predictor, self._input, self._input.hidden

    def _show(self, result: "Repair") -> None:
        self.result, self._asked = result, self._searched
        self._say()
        captions = [Captions(f"Answer {rank + 1}", f"{loss:.1f}") for rank, loss in enumerate(result.loss)]
        self.images.set_columns([result.images], captions)

    def _say(self) -> None:
        """How far the search is, or that the drawing is another one by now."""
        result = self.result
        if result is None:
            self.progress.setText("")
        elif self._input is None or self._asked is None or not self._input.is_same(self._asked):
            self.progress.setText(_OF_BEFORE)
        else:
            few = result.step == result.steps and len(result.images) < result.asked
            ending = "no other looks different" if few else "each answer with its −log p, nats"
            self.progress.setText(f"Step {result.step} of {result.steps}; {ending}")

    def _end(self) -> None:
        self.stop_button.setEnabled(False)

    def _fail(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _take(self, column: int) -> None:
        if self.result is not None and column < len(self.result.images):
            self.image_taken.emit(self.result.images[column])
