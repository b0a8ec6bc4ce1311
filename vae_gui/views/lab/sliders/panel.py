"""One slider per latent dimension, each beside the strip of what it does, and the image they make."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent, QUndoStack
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.theme import spacing
from vae_gui.views.lab.activity import mean_kl
from vae_gui.views.lab.part import LabPart
from vae_gui.views.lab.sliders.actions import SLIDERS
from vae_gui.views.lab.sliders.code_grid import CodeGrid
from vae_gui.views.lab.sliders.code_image import CodeImage
from vae_gui.views.lab.sliders.code_tools import CodeTools
from vae_gui.views.lab.sliders.edited_code import EditedCode
from vae_gui.views.lab.sliders.image_encoder import ImageEncoder
from vae_gui.views.lab.sliders.slider_list import SliderList
from vae_gui.views.lab.sliders.start_row import StartRow
from vae_gui.views.lab.sliders.strips import STRIP_VALUES, strip_images
from vae_gui.views.lab.sliders.tools.class_tool import SEEDS
from vae_gui.views.shared.empty_state import EmptyState
from vae_gui.widgets.pictures.greyscale import grey_pixels
from vae_gui.widgets.sliders.latent_slider import LatentSlider
from vae_gui.wording.errors import explain
from vae_gui.wording.latent_text import clipboard_text, parse_code
from vae_gui.workspace.workspace import Workspace
from vae_models.errors import UserError
from vae_models.explore.priors import prior_tip

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

NO_MODEL = "There is no model yet: train one, and its latent dimensions become sliders here."
NO_LATENT = "{name} has no latent space; train or open another model to have sliders."


class SlidersPanel(LabPart):
    """The current model's z, dimension by dimension.

    Signals:
        drawing_requested(): the drawing on the canvas is wanted; it comes back through `take_image`.
    """

    name = "sliders"
    title = "Sliders"
    tip = "One slider for each latent dimension"
    takes_images = True
    entries = SLIDERS
    drawing_requested = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.code = EditedCode(self)
        self.code.changed.connect(self._show)
        self._predictor: Predictor | None = None
        self._layers: tuple[int, ...] = ()
        self._random = np.random.default_rng()
        self._encoder = ImageEncoder(self)
        self._encoder.found.connect(self._take_code)
        self._refused = workspace.messages.complaint()
        self._encoder.found.connect(self._refused.settle)
        self._encoder.failed.connect(lambda error: self._refused.raise_it(explain(error)))
        self._strips = LatestWins(self)
        self._strips.done.connect(self._show_strips)
        self._strips.failed.connect(self._tell)
        self._activities = LatestWins(self)
        self._activities.done.connect(lambda kl: self.list.set_activity(kl))
        self._activities.failed.connect(self._tell)
        self._lay_out()
        workspace.model.opened.connect(self._another_model)
        workspace.model.predictor_changed.connect(self._predictor_changed)
        workspace.data.changed.connect(self._data_changed)
        self._predictor_changed(workspace.model.predictor)

    @property
    def undo_stack(self) -> QUndoStack:
        return self.code.undo_stack

    # Layout

    def _lay_out(self) -> None:
        self.shown = CodeImage()
        self.image = self.shown.image
        self.shown.difference.toggled.connect(self._show_image)
        self.shown.failed.connect(self._tell)
        self.list = SliderList()
        self.list.moved.connect(self.code.put_one)
        self.list.locked.connect(self.code.set_locked)
        self.list.previewed.connect(self._preview)
        self.list.preview_ended.connect(self._show_image)
        self.list.released.connect(self.code.end_gesture)
        self.code_grid = CodeGrid()
        self.code_grid.code_changed.connect(lambda z: self.code.put("Change a code", z))
        self.code_grid.failed.connect(self._tell)
        side = QVBoxLayout()
        side.addWidget(self.shown, 3)
        side.addWidget(self._make_start_row())
        self.tools = CodeTools(self.workspace, self.code)
        self.tools.code_found.connect(self._take_code)
        self.tools.told.connect(self.workspace.messages.say)
        self.tools.failed.connect(self._tell)
        side.addWidget(self.tools, 2)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, spacing(1), 0, 0)
        self._dimensions = QStackedWidget()
        self._dimensions.addWidget(self.list)
        self._dimensions.addWidget(self.code_grid)
        row.addWidget(self._dimensions, 5)
        row.addLayout(side, 3)
        self.empty = EmptyState(self.workspace)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(page)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # its keys work as soon as it is shown

    def _make_start_row(self) -> StartRow:
        self.start = StartRow(self.commands)
        self.start.file.connect(self.accept_image)
        self.start.drawing.connect(self.drawing_requested)
        return self.start

    @property
    def random_tip(self) -> str:
        """What a random z is drawn from."""
        return f"A random {prior_tip(self._predictor)}" if self._predictor is not None else "A random z"

    # The model

    def _another_model(self) -> None:
        """A z means nothing to another model, and no picture of the former one may stay; undo would bring them back."""
        self._predictor = None
        for work in (self._strips, self._activities):
            work.drop()
        self._encoder.forget()
        self._layers = ()
        self.shown.clear()
        self.code_grid.clear()
        self.code.restart(0)
        self.list.forget()
        self.tools.forget()

    def _data_changed(self) -> None:
        self.list.set_activity(np.zeros(0))
        self._activities.drop()
        self._measure_activity()

    def _predictor_changed(self, predictor: "Predictor | None") -> None:
        self._predictor = predictor
        usable = predictor is not None and predictor.has_latent
        self.empty.say(NO_MODEL if predictor is None else NO_LATENT.format(name=predictor.name))
        self._pages.setCurrentIndex(1 if usable else 0)
        if predictor is None or not usable:
            return
        if predictor.latent_dim != len(self.z) or predictor.recipe.latent_sizes != self._layers:
            self._layers = predictor.recipe.latent_sizes
            self.code.restart(predictor.latent_dim)
            self.list.build(() if predictor.code_grid else self._layers)
            self.tools.forget()
        self.commands.refresh()  # what is drawn from differs from model to model
        self._dimensions.setCurrentWidget(self.code_grid if predictor.code_grid else self.list)
        self._show()
        self._measure_activity()

    @property
    def z(self) -> NDArray[np.float32]:
        return self.code.z

    @property
    def sliders(self) -> list[LatentSlider]:
        return self.list.sliders

    def _measure_activity(self) -> None:
        predictor, dataset = self._predictor, self.workspace.data.dataset
        if predictor is not None and predictor.has_latent and dataset is not None and self.isVisible():
            self._activities.request(mean_kl, predictor, dataset)

    # Changing z

    def set_point(self, z: NDArray[np.float32]) -> None:
        """Puts a code on the sliders; refused in one sentence when it is of another model."""
        z = np.asarray(z, np.float32)
        if z.shape != self.z.shape or not np.isfinite(z).all():
            self.workspace.messages.say(
                f"This point has {z.size} numbers; the model in the lab has {self.z.size} dimensions."
            )
            return
        self.code.put("Set a point", z)

    def set_zero(self) -> None:
        self.code.put_unlocked("Zero", np.zeros_like(self.z))

    def set_random(self) -> None:
        if self._predictor is not None and self._predictor.has_latent:
            seed = int(self._random.integers(SEEDS))
            self.code.put_unlocked("Random sample", self._predictor.prior.sample(1, seed)[0])

    def set_random_image(self) -> None:
        dataset, predictor = self.workspace.data.dataset, self._predictor
        if dataset is not None and predictor is not None:
            self._encoder.take_random(predictor, dataset)

    def take_image(self, image: NDArray[np.float32]) -> None:
        """Puts the code of an image `(H, W)` in [0, 1] on the sliders."""
        if self._predictor is not None:
            self._encoder.take_image(self._predictor, image)

    def accept_image(self, path: Path) -> bool:
        """Puts the code of an image file on the sliders; False where no model can take it."""
        if self._predictor is None or not self._predictor.has_latent:
            return False
        self._encoder.take_file(self._predictor, path)
        return True

    def _take_code(self, z: NDArray[np.float32]) -> None:
        if z.shape == self.z.shape:
            self.code.put("Set a code", z)

    def copy_code(self) -> None:
        QGuiApplication.clipboard().setText(clipboard_text(self.z))

    def paste_code(self) -> None:
        """A z as text, or a picture, which is encoded."""
        picture = QGuiApplication.clipboard().image()
        if not picture.isNull() and self._predictor is not None:
            self._encoder.take_picture(self._predictor, grey_pixels(picture))
            return
        try:
            self.code.put("Paste z", parse_code(QGuiApplication.clipboard().text(), len(self.z)))
        except UserError as error:
            self.workspace.messages.say(f"The clipboard holds no z of this model. {error}")

    # Showing z

    def _show(self) -> None:
        self._show_image()
        if self._predictor is not None and self._predictor.code_grid:
            self.code_grid.show_z(self._predictor, self.z)
            return
        for slider, value in zip(self.sliders, self.z, strict=True):
            slider.set_value(float(value))
        if self.isVisible() and self._predictor is not None:
            self._strips.request(strip_images, self._predictor, self.z)

    def _show_image(self) -> None:
        self._decode(self.z)

    def _preview(self, dimension: int, value: float) -> None:
        self._decode(self.code.with_one(dimension, value))

    def _decode(self, z: NDArray[np.float32]) -> None:
        if self._predictor is None or not self.isVisible():
            return
        self.shown.show_code(self._predictor, z, self.code.start)

    def _show_strips(self, found: tuple[NDArray[np.float32], NDArray[np.uint8]]) -> None:
        z, images = found
        for slider, strip in zip(self.sliders, images, strict=False):
            slider.strip.set_images(STRIP_VALUES, strip)
        self.tools.show_traversals(z, STRIP_VALUES, images)

    def _tell(self, error: Exception) -> None:
        self.workspace.messages.say(explain(error))

    # The window

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._pages.currentIndex() == 1:
            self._show()
            self._measure_activity()

    def shut_down(self) -> None:
        self._activities.close()
        self.shown.shut_down()
        self.code_grid.shut_down()
        self.tools.shut_down()
        self._strips.close()
        self._encoder.close()
