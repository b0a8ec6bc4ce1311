"""The image of a z, or what it changed against the start image."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_gui import theme
from vae_gui.widgets.diverging import difference_legend
from vae_gui.widgets.large_image import LargeImage
from vae_gui.widgets.markup import allow_markup

if TYPE_CHECKING:
    from vae_models.predictor import Predictor


class CodeImage(QWidget):
    """Decodes one z at once, in well under a millisecond for the models that ship."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = LargeImage("The image of z")
        self.difference = QCheckBox("Difference to the start image")
        self.difference.setToolTip("The start is the last whole code: zero, a random sample, an image, a map point, …")
        self._legend = QLabel()
        allow_markup(self._legend)
        self._facts = QLabel()
        self._facts.setProperty("quiet", True)
        self._facts.setWordWrap(True)
        self._legend.hide()
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
        layout.addWidget(self._facts)

    def clear(self) -> None:
        """Until another model is there."""
        self.image.clear()
        self._facts.clear()

    def show_code(self, predictor: "Predictor", z: NDArray[np.float32], start: NDArray[np.float32]) -> None:
        """z and start: `(latent_dim,)`."""
        if self.difference.isChecked():
            now, before = predictor.decode(np.stack([z, start]))
            self.image.set_difference(now - before)
        else:
            self.image.set_image(predictor.decode_uint8(z)[0])
        length = f"|z| = {float(np.linalg.norm(z)):.2f}"
        typical = f", typical of the prior: {np.sqrt(len(z)):.2f}" if predictor.recipe.has_prior else ""
        self._facts.setText(f"{predictor.name} · {length}{typical}")

    def _colour_legend(self) -> None:
        self._legend.setText(" ".join(difference_legend()))
