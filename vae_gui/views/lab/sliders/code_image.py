"""The image of a z, or what it changed against the start image."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.tasks.cost_gate import CostGate
from vae_gui.widgets.basics.elided_label import ElidedLabel
from vae_gui.widgets.files.markup import allow_markup
from vae_gui.widgets.pictures.diverging import difference_legend
from vae_gui.widgets.pictures.large_image import LargeImage

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor


@dataclass(frozen=True, eq=False)
class Decoded:
    """image: `(H, W)` uint8, or the signed difference in [-1, 1] as float32; name: of the model."""

    image: NDArray[Any]
    is_difference: bool
    name: str
    facts: str


def decode_code(predictor: "Predictor", z: NDArray[np.float32], start: NDArray[np.float32] | None) -> Decoded:
    """z, and the start that it is compared with where there is one: `(latent_dim,)`."""
    length = f"|z| = {float(np.linalg.norm(z)):.2f}"
    typical = f" (prior: about {np.sqrt(len(z)):.2f})" if predictor.recipe.has_prior else ""
    if start is None:
        return Decoded(predictor.decode_uint8(z)[0], False, predictor.name, length + typical)
    now, before = predictor.decode(np.stack([z, start]))
    return Decoded(now - before, True, predictor.name, length + typical)


class CodeImage(QWidget):
    """Decodes one z, at once where that is quick.

    Signals: failed(object): an exception.
    """

    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = LargeImage("The image of z")
        self.difference = QCheckBox("Difference from the start image")
        self.difference.setToolTip(
            "The last code that was set as a whole: zero, a random sample, an image, a point of the map, …"
        )
        self._legend = QLabel()
        allow_markup(self._legend)
        self._name, self._facts = ElidedLabel(), QLabel()
        for label in (self._name.label, self._facts):
            label.setProperty("quiet", True)
        self._legend.hide()
        self._gate = CostGate(self)
        self._gate.done.connect(self._show)
        self._gate.failed.connect(self.failed)
        self.difference.toggled.connect(self._legend.setVisible)
        theme.follow(self, self._colour_legend)
        self._colour_legend()
        row = QHBoxLayout()
        row.addWidget(self.difference)
        row.addStretch()
        row.addWidget(self._legend)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.image, 1)
        layout.addLayout(row)
        layout.addWidget(self._name)
        layout.addWidget(self._facts)

    def clear(self) -> None:
        """Until another model is there."""
        self._gate.drop()
        self.image.clear()
        self._name.setText("")
        self._facts.clear()

    def show_code(self, predictor: "Predictor", z: NDArray[np.float32], start: NDArray[np.float32]) -> None:
        """z and start: `(latent_dim,)`."""
        compared = self.difference.isChecked()
        self._gate.request(predictor, 1 + compared, decode_code, z, start if compared else None)

    def shut_down(self) -> None:
        self._gate.close()

    def _show(self, decoded: Decoded) -> None:
        if decoded.is_difference != self.difference.isChecked():
            return  # the other kind was asked for since
        (self.image.set_difference if decoded.is_difference else self.image.set_image)(decoded.image)
        self._name.setText(decoded.name)
        self._facts.setText(decoded.facts)

    def _colour_legend(self) -> None:
        self._legend.setText(" ".join(difference_legend()))
