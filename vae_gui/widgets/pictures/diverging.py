"""A colour scale with a middle: below zero one colour, above it another, for latent vectors and differences."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from vae_gui import theme
from vae_gui.theme.icons import swatch
from vae_gui.widgets.pictures.greyscale import rgb_qimage


def diverging_rgb(values: NDArray[np.floating], limit: float) -> NDArray[np.uint8]:
    """Values of any shape as `(*shape, 3)` in the theme's colours; full colour at +-`limit`, the middle's colour for NaN."""
    share = np.nan_to_num(np.clip(np.asarray(values, dtype=np.float32) / limit, -1.0, 1.0), nan=0.0)[..., None]
    middle = _rgb(theme.colours().hover)
    end = np.where(share < 0, _rgb(theme.colours().negative), _rgb(theme.colours().positive))
    return np.asarray(middle + (end - middle) * np.abs(share) + 0.5).astype(np.uint8)


def diverging_image(values: NDArray[np.floating], limit: float) -> QImage:
    """A table of values `(rows, columns)` as a picture, one pixel each."""
    return rgb_qimage(diverging_rgb(values, limit))


def code_cells(latent_dim: int) -> tuple[int, int]:
    """(rows, columns) of a nearly square, full arrangement of a latent vector."""
    rows = max(1, math.isqrt(latent_dim))
    while rows > 1 and latent_dim % rows and latent_dim > 4:
        rows -= 1
    columns = math.ceil(latent_dim / rows)
    if columns > 4 * rows:
        rows = max(1, math.isqrt(latent_dim))
        columns = math.ceil(latent_dim / rows)
    return rows, columns


def code_table(code: NDArray[np.floating]) -> NDArray[np.floating]:
    """A latent vector `(latent_dim,)` as `code_cells` arranges it; places left over hold NaN."""
    rows, columns = code_cells(len(code))
    table = np.full(rows * columns, np.nan, dtype=np.float32)
    table[: len(code)] = code
    return table.reshape(rows, columns)


def _rgb(name: str) -> NDArray[np.float32]:
    colour = QColor(name)
    return np.array([colour.red(), colour.green(), colour.blue()], dtype=np.float32)


def difference_legend() -> tuple[str, str]:
    """What the two colours mean, as two pieces of rich text."""
    tokens = theme.colours()
    return f"{swatch(tokens.positive)} brighter", f"{swatch(tokens.negative)} darker"
