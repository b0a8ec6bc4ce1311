"""Columns of small pictures, each with words above and below it; a column may be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.pictures.choosable import ChoosableWidget
from vae_gui.widgets.pictures.crisp import draw_crisp
from vae_gui.widgets.pictures.greyscale import montage, to_qimage, to_uint8


@dataclass(frozen=True)
class Captions:
    """Words above and below the pictures of one column; `below` may have several lines."""

    above: str
    below: str = ""


class CaptionedImages(ChoosableWidget):
    """Each column can be chosen."""

    def __init__(self, name: str, empty_text: str, parent: QWidget | None = None) -> None:
        super().__init__(name, empty_text, parent)
        self._rows: NDArray[np.uint8] = np.zeros((0, 0, 1, 1), np.uint8)
        self._captions: Sequence[Captions] = ()

    @property
    def rows(self) -> NDArray[np.uint8]:
        """`(rows, columns, H, W)`, as they are shown."""
        return self._rows

    def set_columns(self, rows: Sequence[NDArray[np.floating]], captions: Sequence[Captions]) -> None:
        """rows: each `(columns, H, W)` in [0, 1]; captions: one for each column."""
        self._rows = to_uint8(np.stack([np.asarray(row) for row in rows]))
        self._captions = captions
        self._sheet = to_qimage(np.concatenate([montage(row, len(row)) for row in self._rows]))
        self.update()

    def clear(self) -> None:
        self._rows, self._captions = self._rows[:0], ()
        self.update()

    def is_empty(self) -> bool:
        return not self._captions

    def columns(self) -> int:
        return len(self._captions)

    def sizeHint(self) -> QSize:
        return QSize(theme.spacing(60, self), theme.spacing(20, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.spacing(24, self), theme.spacing(14, self))

    # Where things are

    def cell(self, row: int, column: int) -> QRectF:
        """The place of one picture."""
        side, line = self._side(), self._line()
        step = self._step()
        left = (self.width() - step * self.columns()) / 2 + column * step + (step - side) / 2
        return QRectF(left, line + row * (side + self._gap()), side, side)

    def _line(self) -> float:
        return self.fontMetrics().lineSpacing() * 1.15

    def _gap(self) -> float:
        return theme.spacing(0.5, self)

    def _lines_below(self) -> int:
        return max((caption.below.count("\n") + 1 for caption in self._captions if caption.below), default=0)

    def _widest_text(self) -> float:
        metrics = self.fontMetrics()
        texts = (line for each in self._captions for line in (each.above, *each.below.split("\n")))
        return max(map(metrics.horizontalAdvance, texts), default=0) + 2 * self._gap()

    def _side(self) -> float:
        rows, columns = len(self._rows), self.columns()
        height = (self.height() - self._line() * (1 + self._lines_below())) / rows - self._gap()
        return max(8.0, min(height, self.width() / columns - self._gap()))

    def _step(self) -> float:
        """From column to column: wide enough for words, but no wider than there is place."""
        return min(self.width() / self.columns(), max(self._side() + self._gap(), self._widest_text()))

    # Painting

    def paint_content(self, painter: QPainter) -> None:
        painter.setFont(self._fitting_font())
        height, width = self._rows.shape[2:]
        for column, caption in enumerate(self._captions):
            for row in range(len(self._rows)):
                place = self.cell(row, column)
                draw_crisp(painter, place, self._sheet, QRect(column * width, row * height, width, height))
            self._write(painter, column, caption)

    def _fitting_font(self) -> QFont:
        """Smaller where the words of two columns would touch each other."""
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * min(1.0, self._step() / self._widest_text()))
        return font

    def _write(self, painter: QPainter, column: int, caption: Captions) -> None:
        first, last = self.cell(0, column), self.cell(len(self._rows) - 1, column)
        step, line = self._step(), self._line()
        left = first.center().x() - step / 2
        centred = Qt.AlignmentFlag.AlignHCenter
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(QRectF(left, 0, step, line), centred | Qt.AlignmentFlag.AlignVCenter, caption.above)
        painter.setPen(QColor(theme.colours().muted))
        below = QRectF(left, last.bottom() + self._gap() / 2, step, line * self._lines_below())
        painter.drawText(below, centred | Qt.AlignmentFlag.AlignTop, caption.below)

    # Choosing

    def part_count(self) -> int:
        return self.columns()

    def part_place(self, part: int) -> QRectF:
        return self.cell(0, part) | self.cell(len(self._rows) - 1, part)

    def part_words(self, part: int) -> str:
        caption = self._captions[part]
        return f"{caption.above}, {caption.below}".replace("\n", ", ").strip(", ")

    def part_at(self, position: QPointF) -> int | None:
        rows = range(len(self._rows))
        hits = (c for c in range(self.columns()) if any(self.cell(row, c).contains(position) for row in rows))
        return next(hits, None)
