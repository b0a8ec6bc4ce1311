"""What a tool for the drawing is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vae_gui.views.lab.canvas.model_input import ModelInput
from vae_models.damage.single import Damage

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor
    from vae_models.lab.denoising import Denoiser


@dataclass(frozen=True, eq=False)
class CanvasState:
    """seen: the drawing as a model sees it. damage: what is done to it before `denoiser` cleans it. predictor: the current model."""

    seen: ModelInput
    damage: Damage
    denoiser: "Denoiser | None"
    predictor: "Predictor | None"
    dataset: "Dataset | None"


class CanvasTool(QWidget):
    """A tab under the drawing. A subclass says again what is different from here.

    Signals:
        failed(object): an exception to be worded. image_taken(object): an image `(H, W)` in [0, 1] to become the drawing.
    """

    failed = Signal(object)
    image_taken = Signal(object)
    title = ""
    of_current_model = False  # whichever denoiser is chosen

    def show_state(self, state: CanvasState) -> None:
        """While the canvas is in sight, at every point of a stroke and whenever anything else of the state is different."""

    def set_model(self, predictor: "Predictor | None") -> None:
        """At once, whether the canvas is in sight or not."""

    def forget_model(self) -> None:
        """Another one is open: what this shows of the former one goes."""

    def forget_denoiser(self) -> None:
        """Another one is chosen: what this shows of the former one goes."""

    def shut_down(self) -> None:
        """Stops all work in the background."""
