"""Samples from three origins of z side by side, how far each is from real images, and a sentence that says why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.theme import spacing
from vae_gui.views.lab.part import LabPart
from vae_gui.widgets.basics.action import Action, action_button
from vae_gui.widgets.basics.elided_label import ElidedLabel
from vae_gui.widgets.basics.steady_label import SteadyLabel
from vae_gui.widgets.pictures.image_grid import ImageGrid
from vae_gui.wording.errors import explain
from vae_gui.wording.sentences import NO_IMAGES, NO_MODEL, RESAMPLE
from vae_gui.workspace.workspace import Workspace
from vae_models.explore.priors import prior_tip, prior_title
from vae_models.explore.samplers import SAMPLERS, Sampler, fit_samplers

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.measures.images.sample_quality import SampleQuality
    from vae_models.measures.subject import Subject

FEWEST, USUAL, MOST = 4, 49, 400
_INVITATION = "Samples of the current model appear here."


@dataclass(frozen=True, eq=False)
class Origins:
    """The samplers of one model and one data set."""

    predictor: "Predictor"
    dataset: "Dataset"
    subject: "Subject"
    samplers: dict[str, Sampler]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Codes `(n, latent_dim)` and images `(n, H, W)` uint8 of each sampler."""

    origins: Origins
    codes: dict[str, NDArray[np.float32]]
    images: dict[str, NDArray[np.uint8]]


def draw(predictor: "Predictor", dataset: "Dataset", count: int, seed: int, known: Origins | None) -> Drawn:
    """With the samplers that are `known` where they are of this model and these data. Raises DataError, ModelError."""
    if known is None or known.predictor is not predictor or known.dataset is not dataset:
        from vae_models.measures.subject import Subject

        subject = Subject.of(predictor, dataset)
        samplers = fit_samplers(*subject.training.spread, prior=predictor.prior)
        known = Origins(predictor, dataset, subject, samplers)
    codes = {name: sampler.sample(count, seed) for name, sampler in known.samplers.items()}
    return Drawn(known, codes, {name: _pictures(predictor, z) for name, z in codes.items()})


def draw_prior(predictor: "Predictor", count: int, seed: int) -> NDArray[np.uint8]:
    """The same images as `draw` gives, without waiting for the data's codes."""
    return _pictures(predictor, predictor.prior.sample(count, seed))


def _pictures(predictor: "Predictor", codes: NDArray[np.float32]) -> NDArray[np.uint8]:
    return predictor.decode_uint8(codes, predictor.in_turn(len(codes)))


def compare(origins: Origins) -> "tuple[Origins, SampleQuality]":
    """Raises DataError where the data allow no distances."""
    from vae_models.measures.images.samples import compare_samplers

    return origins, compare_samplers(origins.subject)


class SamplesPanel(LabPart):
    """Works in the background, and only while it is in sight; while a model trains, only when it is asked.

    Signals:
        code_chosen(object): the z `(latent_dim,)` of a sample that was clicked.
    """

    name = "samples"
    title = "Samples"
    tip = "Why samples look worse than reconstructions: three sources of z side by side"
    code_chosen = Signal(object)
    entries = (
        Action(
            "resample", "Draw new samples", lambda panel: panel.draw_again(), "Draw new samples from the current model", "D",
        ),
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.drawn: Drawn | None = None
        self.quality: SampleQuality | None = None
        self._seed = 0
        self._first, self._drawing, self._comparing = LatestWins(self), LatestWins(self), LatestWins(self)
        self.grids = {name: self._grid(name) for name in SAMPLERS}
        self.headings = {name: QLabel(SAMPLERS[name].title) for name in SAMPLERS}
        self.distances = {name: ElidedLabel() for name in SAMPLERS}
        self.sentence = SteadyLabel(lines=3)
        self._lay_out()
        self._connect()

    def _grid(self, name: str) -> ImageGrid:
        grid = ImageGrid(f"Samples: {SAMPLERS[name].title}", _INVITATION)
        grid.chosen.connect(lambda index: self._choose(name, index))
        return grid

    def _lay_out(self) -> None:
        self.button = action_button(self.commands["resample"], QPushButton(), RESAMPLE)
        self.button.setProperty("primary", True)
        self.count = QSpinBox()
        self.count.setRange(FEWEST, MOST)
        self.count.setValue(USUAL)
        self.count.setSuffix(" samples each")
        self.count.setAccessibleName("Number of samples")
        self.count.setToolTip("How many samples each sampler draws")
        head = QHBoxLayout()
        head.addWidget(self.button)
        head.addWidget(self.count)
        head.addStretch()
        columns = QHBoxLayout()
        for name in SAMPLERS:
            columns.addLayout(self._column(name), 1)
        self.sentence.label.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, spacing(1), 0, 0)
        layout.addLayout(head)
        layout.addLayout(columns, 1)
        layout.addWidget(self.sentence)

    def _column(self, name: str) -> QVBoxLayout:
        heading = self.headings[name]
        heading.setProperty("heading", True)
        self._explain(name, SAMPLERS[name].tip)
        self.distances[name].label.setProperty("quiet", True)
        column = QVBoxLayout()
        column.addWidget(heading)
        column.addWidget(self.grids[name], 1)
        column.addWidget(self.distances[name])
        return column

    def _explain(self, name: str, tip: str) -> None:
        self.headings[name].setToolTip(tip)
        self.grids[name].setToolTip(f"{tip}; click a sample to put its code on the sliders")

    def _name_prior(self) -> None:
        """What the first column draws; only where training asked the codes to look like it is it called a prior."""
        predictor = self.workspace.model.predictor
        title, tip = SAMPLERS["prior"].title, SAMPLERS["prior"].tip
        if predictor is not None and predictor.has_latent:
            title, tip = prior_title(predictor), prior_tip(predictor)
        self.headings["prior"].setText(title)
        self._explain("prior", tip)

    def _connect(self) -> None:
        self.count.valueChanged.connect(self._draw)
        self._first.done.connect(self.grids["prior"].set_images)
        self._first.failed.connect(self._refuse)
        self._drawing.done.connect(self._show)
        self._drawing.failed.connect(self._refuse)
        self._comparing.done.connect(self._show_quality)
        self._comparing.failed.connect(self._refuse)
        self.workspace.model.opened.connect(self.forget)
        self.workspace.model.predictor_changed.connect(self._name_prior)
        self._name_prior()
        self.workspace.data.changed.connect(self._data_changed)
        for changed in (self.workspace.model.predictor_changed, self.workspace.training.ended):
            changed.connect(self.refresh)
        self.setFocusProxy(self.button)

    # Drawing

    def forget(self) -> None:
        """Another model, or other data: nothing here is about them."""
        for work in (self._first, self._drawing, self._comparing):
            work.drop()
        self.drawn = self.quality = None
        for name in SAMPLERS:
            self.grids[name].clear()
            self.distances[name].setText("")
        self._explain_emptiness("")

    def _data_changed(self) -> None:
        if not self._is_current():
            self.forget()
            self.refresh()

    def refresh(self) -> None:
        """Draws anew where the model or the data are others; a model that trains is left alone."""
        if self.isVisible() and not self.workspace.training.under_way and not self._is_current():
            self._draw()

    def draw_again(self) -> None:
        self._seed += 1
        self._draw()

    def _is_current(self) -> bool:
        origins = self.drawn.origins if self.drawn is not None else None
        workspace = self.workspace
        return origins is not None and (origins.predictor, origins.dataset) == (
            workspace.model.predictor,
            workspace.data.dataset,
        )

    def _draw(self) -> None:
        predictor, dataset = self.workspace.model.predictor, self.workspace.data.dataset
        if predictor is None:
            self._explain_emptiness(NO_MODEL)
        elif not predictor.has_latent:
            self._explain_emptiness(f"{predictor.name} has no latent space to draw from; choose another model.")
        elif dataset is None:
            self._explain_emptiness(NO_IMAGES)
        else:
            known = self.drawn.origins if self.drawn is not None else None
            self._first.request(draw_prior, predictor, self.count.value(), self._seed)
            if not self._is_current():
                self._explain_emptiness("")
                self.sentence.setText("Encoding the data and fitting a mixture to the codes…")
            self._drawing.request(draw, predictor, dataset, self.count.value(), self._seed, known)

    def _explain_emptiness(self, why: str) -> None:
        """Where nothing can be drawn, and why not; without a reason samples are on their way."""
        self.sentence.setText(why)
        for grid in self.grids.values():
            grid.empty_text = "" if why else _INVITATION
            grid.update()

    def _show(self, drawn: Drawn) -> None:
        fresh = self.drawn is None or self.drawn.origins is not drawn.origins
        self.drawn = drawn
        for name, images in drawn.images.items():
            self.grids[name].set_images(images)
        if fresh:
            self.quality = None
            for label in self.distances.values():
                label.setText("Measuring the distance to real images…")
            self.sentence.setText("")
            self._comparing.request(compare, drawn.origins)

    def _show_quality(self, found: "tuple[Origins, SampleQuality]") -> None:
        origins, quality = found
        if self.drawn is None or self.drawn.origins is not origins:
            return
        self.quality = quality
        # The pictures may be of one class.
        over = " over all classes" if origins.predictor.conditional else ""
        for name, label in self.distances.items():
            label.setText(f"Fréchet distance {quality.samplers[name]:.1f}{over}")
        figures = f"(Other real images: {quality.real:.1f}; {quality.count:,} images each{over}.)"
        self.sentence.setText(f"{quality.sentence} {figures}")

    def _refuse(self, error: Exception) -> None:
        self.sentence.setText(explain(error))
        for label in self.distances.values():
            label.setText("")

    def _choose(self, name: str, index: int) -> None:
        """The sliders show what was clicked, so it goes there with the class that it was drawn of."""
        if self.drawn is None:
            return
        codes, predictor = self.drawn.codes[name], self.drawn.origins.predictor
        self.code_chosen.emit(codes[index])
        if (classes := predictor.in_turn(len(codes))) is not None:
            self.workspace.model.set_label(int(classes[index]))

    # The view

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def shut_down(self) -> None:
        self._first.close()
        self._drawing.close()
        self._comparing.close()
