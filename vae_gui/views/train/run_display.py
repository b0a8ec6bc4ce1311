"""What one sees while it learns: curves, KL per dimension, a strip of reconstructions, fresh samples.

Imports pyqtgraph, so it is built once the first window is on the screen.
"""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from vae_gui.tasks.cost_gate import CostGate
from vae_gui.theme import spacing
from vae_gui.theme.icons import icon
from vae_gui.views.train.past_curves import show_run, steps_per_epoch, to_curves, triple
from vae_gui.widgets.basics.elided_label import ElidedLabel
from vae_gui.widgets.layout.row_scroll import RowScroll
from vae_gui.widgets.pictures.image_grid import ImageGrid
from vae_gui.widgets.pictures.image_strip import CodeRow, ImageRow, ImageStrip
from vae_gui.widgets.plots.kl_bars import KLBars
from vae_gui.widgets.plots.loss_plot import LossPlot
from vae_gui.wording.latent_text import vector
from vae_gui.wording.sentences import RESAMPLE
from vae_models.models.collapse import collapsed
from vae_models.training.events import EpochDone, Event, StepsDone, ValueChanged

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.runs.folder import RunFolder

STRIP_IMAGES = 12
SAMPLES = 25
KL_SECONDS = 0.3  # the bars at 3 Hz: painting costs the trainer, which shares the interpreter
NOISE_SEED = 7
_ABREAST = 3  # of the strip at least
PICTURES_MS = 8  # after the events they come with, so that the two do not hold the GUI thread in one go


class RunDisplay(QWidget):
    """Shows one run, live or past; paints nothing while it is hidden.

    Signals: failed(object): an exception. dimension_chosen(int): of the KL bars. code_chosen(object): z `(latent_dim,)` of an
    image of the strip.
    """

    failed = Signal(object)
    dimension_chosen = Signal(int)
    code_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = LossPlot()
        self.bars = KLBars()
        self.strip = ImageStrip(abreast=_ABREAST)
        self.samples = ImageGrid()
        self.more_button = QPushButton(icon("again"), RESAMPLE)
        self.more_button.setAccessibleName("New samples")
        self.more_button.setToolTip("Draw new codes from the prior and decode them")
        self.more_button.clicked.connect(self._resample)
        self.whose = ElidedLabel()
        self.whose.label.setProperty("heading", True)
        self.whose.setAccessibleName("The run that these curves and images belong to")
        self._predictor: Predictor | None = None
        self._images: NDArray[np.uint8] | None = None
        self._labels: NDArray[np.int64] | None = None
        self._sample_seed = 0
        self._last_kl = 0.0
        # At the last validation: the bars move on, the count waits for the next.
        self._collapsed: list[int] | None = None
        self._stale = self._strips_turn = False
        self._later = QTimer(self, interval=PICTURES_MS, singleShot=True)
        self._later.timeout.connect(self._show_next)
        self._strips, self._sampling = CostGate(self), CostGate(self)
        self._strips.done.connect(self._set_rows)
        self._sampling.done.connect(self.samples.set_images)
        for gate in (self._strips, self._sampling):
            gate.failed.connect(self.failed)
        self.bars.chosen.connect(self.dimension_chosen)
        self.bars.setToolTip("Click a bar to go to the slider of its dimension")
        self.strip.chosen.connect(self._choose_code)
        self._lay_out()

    def _lay_out(self) -> None:
        self.row = QSplitter(Qt.Orientation.Horizontal)
        self.row.setChildrenCollapsible(False)
        self._kl_box = _titled("KL per dimension", self.bars, None)
        self._samples_box = _titled("Prior samples", self.samples, self.more_button)
        for box in (self._kl_box, _titled("Before and after", self.strip, None), self._samples_box):
            self.row.addWidget(box)
        for index, stretch in enumerate((3, 5, 4)):
            self.row.setStretchFactor(index, stretch)
        self.row.setHandleWidth(spacing(1.5))
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.plot)
        self.splitter.addWidget(RowScroll(self.row))
        for index in (0, 1):
            self.splitter.setStretchFactor(index, 1)
        self.splitter.setSizes([550, 450])
        self.splitter.setHandleWidth(spacing(1))
        self.row.setSizes([300, 500, 400])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.whose)
        layout.addWidget(self.splitter, 1)

    def show_name(self, name: str) -> None:
        """Of the model that all of this is about."""
        self.whose.setText(name)

    def forget(self) -> None:
        """Another model comes: nothing of the former one stays, apart from the runs laid over the curves."""
        self.plot.clear()
        self.bars.clear()
        self._collapsed = None
        self._predictor = None
        self._sample_seed = 0
        self._show_model()
        self._clear_strip()
        self._clear_samples()

    # Curves

    def start_run(self, run: "RunFolder", per_epoch: float, history: "Sequence[EpochDone]") -> None:
        """Empties the curves for a run that starts, or goes on after `history`; `per_epoch` are its steps."""
        show_run(self.plot, run, per_epoch, history)
        self._collapsed = None
        self.bars.clear()

    def show_past(self, run: "RunFolder", history: "Sequence[EpochDone]") -> None:
        """The curves of a finished run in the place of a live one."""
        self.start_run(run, steps_per_epoch(history), history)
        if history:
            self._show_validated(history[-1].val.kl_per_dim)

    def add_events(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, StepsDone):
                self.plot.append_steps(event.steps, event.loss, event.reconstruction, event.kl)
                self._show_kl(event.kl_per_dim)
            elif isinstance(event, EpochDone):
                self.plot.append_epoch(event.step, triple(event.train), triple(event.val))
                self._show_validated(event.val.kl_per_dim)
            elif isinstance(event, ValueChanged):
                name = "beta" if event.name == "beta" else "rate"
                self.plot.mark(event.step, f"{name} {event.value:g}")

    def _show_kl(self, kl_per_dim: NDArray[np.float64]) -> None:
        now = time.monotonic()
        if len(kl_per_dim) and self.isVisible() and now - self._last_kl >= KL_SECONDS:
            self.bars.set_values(kl_per_dim, self._collapsed)
            self._last_kl = now

    def _show_validated(self, kl_per_dim: Sequence[float]) -> None:
        if kl_per_dim:
            self._collapsed = collapsed(kl_per_dim)
            self.bars.set_values(kl_per_dim, self._collapsed)

    def set_overlays(self, rows: "Sequence[tuple[RunFolder, list[EpochDone]]]") -> None:
        """Past runs laid over the plot; those that are not named go."""
        wanted = {run.name for run, metrics in rows if metrics}
        for name in self.plot.overlay_names():
            if name not in wanted:
                self.plot.remove_overlay(name)
        for run, metrics in rows:
            if metrics:
                self.plot.set_overlay(to_curves(run, metrics))

    # Pictures

    def set_dataset(self, dataset: "Dataset | None") -> None:
        """The strip shows its validation split."""
        if dataset is None:
            self.set_images(None)
        else:
            labels = dataset.val.labels
            self.set_images(dataset.val.images[:, 0].numpy(), None if labels is None else labels.numpy())

    def set_images(self, images: NDArray[np.uint8] | None, labels: NDArray[np.int64] | None = None) -> None:
        """The images `(n, H, W)` of the strip, from the validation split, with their classes `(n,)`; None for no images."""
        self._images = None if images is None else images[:STRIP_IMAGES]
        self._labels = None if labels is None else labels[:STRIP_IMAGES]
        self._strips.drop()
        self._show_model()

    def set_predictor(self, predictor: "Predictor | None", live: bool = False) -> None:
        """Shows a model. Of a live one, strip and samples take turns, to spare the training that goes on beside."""
        self._predictor = predictor
        recipe = None if predictor is None else predictor.recipe
        self._kl_box.setVisible(recipe is None or recipe.is_variational)
        self._samples_box.setVisible(recipe is None or recipe.has_prior)
        if live and predictor is not None and self._images is not None and self.isVisible():
            self._later.start()
        else:
            self._show_model()

    def _show_next(self) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._strips_turn = not self._strips_turn
        (self._show_strip if self._strips_turn else self._show_samples)(self._predictor)

    def _resample(self) -> None:
        self._sample_seed += 1
        self._show_model()

    def _show_model(self) -> None:
        self._later.stop()
        self._stale = not self.isVisible()
        if not self._stale:
            self._show_strip(self._predictor)
            self._show_samples(self._predictor)

    def _show_strip(self, predictor: "Predictor | None") -> None:
        images = self._images
        if predictor is None or images is None or images.shape[1:] != predictor.image_shape:
            self._clear_strip()
        else:
            passes = (2 if predictor.has_latent else 1) * len(images)
            self._strips.request(predictor, passes, _rows, images, predictor.heeds(self._labels))

    def _set_rows(self, rows: "list[ImageRow | CodeRow]") -> None:
        self.strip.offers = any(isinstance(row, CodeRow) for row in rows)
        self.strip.set_rows(rows)

    def _choose_code(self, column: int) -> None:
        (codes,) = (row.codes for row in self.strip.rows if isinstance(row, CodeRow))
        self.code_chosen.emit(codes[column].astype(np.float32))

    def _clear_strip(self) -> None:
        self._strips.drop()
        self.strip.clear()

    def _show_samples(self, predictor: "Predictor | None") -> None:
        if predictor is None or not predictor.recipe.has_prior:
            self._clear_samples()
        else:
            self._sampling.request(predictor, SAMPLES, _samples, self._sample_seed)

    def _clear_samples(self) -> None:
        self._sampling.drop()
        self.samples.clear()

    def shut_down(self) -> None:
        self._later.stop()
        self._strips.close()
        self._sampling.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._show_model()


def _rows(predictor: "Predictor", images: NDArray[np.uint8], labels: ArrayLike | None) -> list[ImageRow | CodeRow]:
    """Original, code, reconstruction; with the noisy input between where the recipe adds noise."""
    rows: list[ImageRow | CodeRow] = [ImageRow("Original", images)]
    seen: NDArray[np.floating] | NDArray[np.uint8] = images
    if predictor.is_denoiser:
        seen = predictor.corrupt(images, NOISE_SEED)
        rows.append(ImageRow("Noisy", seen))
    if predictor.has_latent:
        mu = predictor.encode(seen, labels).mu
        rows.append(CodeRow("Code", mu, lambda z: vector(z, most=len(z))))
        output = predictor.decode(mu, labels)
    else:
        output = predictor.reconstruct(seen)
    rows.append(ImageRow("Denoised" if predictor.is_denoiser else "Output", output))
    return rows


def _samples(predictor: "Predictor", seed: int) -> NDArray[np.float32]:
    """Of all classes, whichever is chosen for map and lab: nothing here could say which one it is."""
    return predictor.given(None).sample(SAMPLES, seed)


def _titled(title: str, widget: QWidget, extra: QWidget | None) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    label = QLabel(title)
    label.setProperty("heading", True)
    label.setWordWrap(True)  # large text in a narrow window
    head = QHBoxLayout()
    head.addWidget(label, 1)
    if extra is not None:
        head.addWidget(extra)
    layout.addLayout(head)
    layout.addWidget(widget, 1)
    return box
