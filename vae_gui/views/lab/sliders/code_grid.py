"""The grid of discrete codes of a VQ-VAE: choose a place, see what every code would make of it, click one to set it."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_gui.tasks.cost_gate import CostGate
from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.widgets.pictures.code_board import CodeBoard
from vae_gui.widgets.pictures.image_grid import ImageGrid

if TYPE_CHECKING:
    from vae_models.explore.predictor import Predictor

Codes = NDArray[np.int64]
NEAR = 3  # places along a side that are shown of an alternative


def alternatives(predictor: "Predictor", codes: Codes, place: tuple[int, int]) -> NDArray[np.uint8]:
    """What each code would make of the image around one place: `(codes, h, w)`, the place and its neighbours."""
    variants = np.repeat(codes[None], predictor.codes, 0)
    variants[:, place[0], place[1]] = np.arange(predictor.codes)
    images = (predictor.discrete.decode(variants) * 255 + 0.5).astype(np.uint8)
    return images[:, *around(place, codes.shape, images.shape[1:])]


def around(place: tuple[int, int], grid: tuple[int, ...], size: tuple[int, ...]) -> tuple[slice, slice]:
    """The pixels of a place of the grid and of its neighbours, in images of that size."""
    firsts = [min(max(at - 1, 0), max(0, places - NEAR)) for at, places in zip(place, grid, strict=True)]
    pixels = [side // places for side, places in zip(size, grid, strict=True)]
    rows, columns = (slice(first * step, (first + NEAR) * step) for first, step in zip(firsts, pixels, strict=True))
    return rows, columns


def image_of(predictor: "Predictor", z: NDArray[np.float32], codes: Codes) -> tuple[NDArray[np.uint8], Codes]:
    """The image `(H, W)` of z `(latent_dim,)`, and the codes that z stands for."""
    return predictor.decode_uint8(z)[0], codes


class CodeGrid(QWidget):
    """Stands where other models have sliders.

    Signals:
        code_changed(object): the z `(latent_dim,)` after a person has set another code. failed(object): an exception.
    """

    code_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.codes: Codes = np.zeros((0, 0), np.int64)
        self._predictor: Predictor | None = None
        self._work = LatestWins(self)
        self._gate = CostGate(self)
        for worker in (self._work, self._gate):
            worker.failed.connect(self.failed)
        self.board = CodeBoard("Codes of the image")
        self.board.setToolTip("Click a place, or move with the arrow keys; + and - change its code")
        self.gallery = ImageGrid("What each code would make of it", "Choose a place in the image.")
        self.gallery.setToolTip("The chosen place and its neighbours with each code; click one to set it")
        self.caption = QLabel()
        self.caption.setProperty("quiet", True)
        self._gate.done.connect(self._show)
        self._work.done.connect(self.gallery.set_images)
        self.board.place_chosen.connect(self._look)
        self.board.turned.connect(self._turn)
        self.gallery.chosen.connect(self.set_code)
        images = QHBoxLayout()
        images.addWidget(self.board, 1)
        images.addWidget(self.gallery, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.caption)
        layout.addLayout(images, 1)

    def show_z(self, predictor: "Predictor", z: NDArray[np.float32]) -> None:
        """z: `(latent_dim,)` of a model with a `code_grid`; each part of it counts as the nearest code."""
        self._predictor = predictor
        self.codes = predictor.discrete.nearest(z)[0]
        self._gate.request(predictor, 1, image_of, z, self.codes)

    def clear(self) -> None:
        """Until another model is there."""
        self._predictor = None
        self._work.drop()
        self._gate.drop()
        self.codes = np.zeros((0, 0), np.int64)
        self.board.clear()
        self.gallery.clear()
        self.caption.clear()

    def set_code(self, code: int) -> None:
        """Another code at the chosen place."""
        if self._predictor is not None:
            changed = self.codes.copy()
            changed[self.board.chosen] = code
            self.code_changed.emit(self._predictor.discrete.to_z(changed)[0])

    def shut_down(self) -> None:
        self._work.close()
        self._gate.close()

    def _show(self, shown: tuple[NDArray[np.uint8], Codes]) -> None:
        self.board.show_codes(*shown)
        self._look()

    def _look(self) -> None:
        if self._predictor is None:
            return
        row, column = self.board.chosen
        code, codes = self.codes[row, column], self._predictor.codes
        self.caption.setText(f"Row {row + 1}, column {column + 1}: code {code} of {codes}")
        if self.isVisible():
            self._work.request(alternatives, self._predictor, self.codes, (row, column))

    def _turn(self, by: int) -> None:
        if self._predictor is not None:
            self.set_code(int(self.codes[self.board.chosen] + by) % self._predictor.codes)
