"""Rows of small pictures under each other: the same images before and after a model, and their latent vectors between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.choosable import ChoosableWidget
from vae_gui.widgets.pictures.crisp import draw_crisp
from vae_gui.widgets.pictures.diverging import code_cells, code_table, diverging_rgb
from vae_gui.widgets.pictures.greyscale import rgb_qimage, to_qimage, to_uint8

CODE_LIMIT = 3.0
_LEAST_CELL_UNITS = 2.5
_COLUMNS_AT_LEAST = 4


@dataclass(frozen=True, eq=False)
class ImageRow:
    """Pictures `(n, H, W)`, uint8 or float in [0, 1], white on black."""

    label: str
    images: NDArray[np.uint8] | NDArray[np.floating]

    @property
    def height_share(self) -> float:
        """The height of a cell over its width."""
        return self.images.shape[1] / self.images.shape[2]

    @cached_property
    def pictures(self) -> list[QImage]:
        return [to_qimage(image) for image in to_uint8(self.images)]

    def tip(self, column: int) -> str:
        return f"{self.label}, image {column + 1}"

    def __len__(self) -> int:
        return len(self.images)


@dataclass(frozen=True, eq=False)
class CodeRow:
    """Latent vectors `(n, latent_dim)` as small heat-maps; full colour at +-3, the prior's three standard deviations.

    in_words: a vector as the window prints it.
    """

    label: str
    codes: NDArray[np.floating]
    in_words: Callable[[NDArray[np.floating]], str]

    @property
    def height_share(self) -> float:
        rows, columns = code_cells(self.codes.shape[1])
        return min(1.0, max(0.3, rows / columns))

    @property
    def pictures(self) -> list[QImage]:
        tables = np.stack([code_table(code) for code in self.codes])
        return [rgb_qimage(rgb) for rgb in diverging_rgb(tables, CODE_LIMIT)]  # the colours of all at once

    def tip(self, column: int) -> str:
        z = self.in_words(self.codes[column])
        return f"{self.label}, image {column + 1}: z = {z}. Blue is negative, orange positive, full colour at 3."

    def __len__(self) -> int:
        return len(self.codes)


Row = ImageRow | CodeRow


class ImageStrip(ChoosableWidget):
    """Shows as many columns as fit; every row has its name on the left. A column can be chosen by the index of its images."""

    def __init__(
        self,
        name: str = "Images",
        empty_text: str = "Images appear here.",
        parent: QWidget | None = None,
        *,
        abreast: int = _COLUMNS_AT_LEAST,
    ) -> None:
        """abreast: so many columns are in sight, however large their pictures could be without the last of them."""
        super().__init__(name, empty_text, parent)
        self._abreast = abreast
        self._rows: tuple[Row, ...] = ()
        self._pictures: list[list[QImage]] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        """From top to bottom, as they are shown."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replaces what is shown; rows without a picture are left out."""
        shape_before = [(row.label, row.height_share) for row in self._rows]
        self._rows = tuple(row for row in rows if len(row))
        self._pictures = [row.pictures for row in self._rows]
        if shape_before != [(row.label, row.height_share) for row in self._rows]:
            self.updateGeometry()
        self.update()

    def clear(self) -> None:
        self.set_rows(())

    def is_empty(self) -> bool:
        return not self._rows

    def on_theme_changed(self) -> None:
        self._pictures = [row.pictures for row in self._rows]
        super().on_theme_changed()

    def sizeHint(self) -> QSize:
        shares = sum(row.height_share for row in self._rows) or 3.0
        return QSize(theme.spacing(70, self), round(shares * theme.spacing(6, self) + self._gap() * 3))

    def minimumSizeHint(self) -> QSize:
        shares = sum(row.height_share for row in self._rows) or 3.0
        return QSize(theme.spacing(20, self), round(shares * theme.spacing(_LEAST_CELL_UNITS, self) + self._gap() * 3))

    def columns(self) -> int:
        """How many columns are visible."""
        longest = max((len(row) for row in self._rows), default=0)
        room = self.width() - self._label_width()
        return max(1, min(longest, int((room + self._gap()) / (self._cell() + self._gap()))))

    def place(self, row: int, column: int) -> QRectF:
        """Where a picture is painted."""
        cell, gap = self._cell(), self._gap()
        top = sum(other.height_share * cell + gap for other in self._rows[:row])
        return QRectF(self._label_width() + column * (cell + gap), top, cell, self._rows[row].height_share * cell)

    def paint_content(self, painter: QPainter) -> None:
        columns, step = self.columns(), self._cell() + self._gap()
        for index, row in enumerate(self._rows):
            first = self.place(index, 0)
            self._paint_label(painter, first, row.label)
            for column, picture in enumerate(self._pictures[index][:columns]):
                place = first.translated(column * step, 0)
                if isinstance(row, CodeRow):
                    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
                    painter.drawImage(place, picture)
                else:
                    source = QRect(0, 0, picture.width(), picture.height())
                    draw_crisp(painter, place, picture, source)

    def tip_at(self, position: QPointF) -> str:
        found = self._hit(position)
        return self._rows[found[0]].tip(found[1]) if found is not None else ""

    def part_count(self) -> int:
        return self.columns()

    def part_at(self, position: QPointF) -> int | None:
        found = self._hit(position)
        return found[1] if found is not None else None

    def part_place(self, part: int) -> QRectF:
        return self.place(0, part) | self.place(len(self._rows) - 1, part)

    def part_words(self, part: int) -> str:
        return f"Image {part + 1} of {self.columns()}"

    def _paint_label(self, painter: QPainter, beside: QRectF, label: str) -> None:
        area = QRectF(0, beside.top(), beside.left() - theme.spacing(1, self), beside.height())
        painter.setPen(QColor(theme.colours().muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)

    def _hit(self, position: QPointF) -> tuple[int, int] | None:
        for index, row in enumerate(self._rows):
            for column in range(min(len(row), self.columns())):
                if self.place(index, column).contains(position):
                    return index, column
        return None

    def _cell(self) -> float:
        """The side of a picture: what the height allows and leaves a few abreast."""
        shares = sum(row.height_share for row in self._rows) or 1.0
        room = self.height() - self._gap() * (len(self._rows) - 1)
        longest = max((len(row) for row in self._rows), default=1)
        columns = min(longest, self._abreast)
        abreast = (self.width() - self._label_width() - self._gap() * (columns - 1)) / columns
        return max(min(room / shares, abreast), theme.spacing(_LEAST_CELL_UNITS, self))

    def _label_width(self) -> float:
        widest = max((self.fontMetrics().horizontalAdvance(row.label) for row in self._rows), default=0)
        return widest + theme.spacing(2, self)

    def _gap(self) -> int:
        return max(2, theme.spacing(0.5, self))
