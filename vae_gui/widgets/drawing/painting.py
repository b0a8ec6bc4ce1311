"""How a drawing board looks: white ink on black, what is hidden in the accent's colour, only what has changed."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from vae_gui import theme
from vae_gui.widgets.drawing.drawing import SIDE, Drawing
from vae_gui.widgets.drawing.tools import Tool

_MASK_OPACITY = 0.6
_HINT_GREY = 150  # on the board, which is black in every theme


@dataclass(frozen=True)
class BoardLook:
    """How a board stands in its widget. `to_widget` takes points of the drawing there; `cursor` is one of these."""

    board: QRectF
    to_widget: QTransform
    focused: bool
    cursor: QPointF | None
    brush_width: float


def paint_board(painter: QPainter, drawing: Drawing, look: BoardLook, dirty: QRect) -> None:
    """Paints the part `dirty` of the widget."""
    colours = theme.colours()
    painter.fillRect(dirty, QColor(colours.window))
    part = _image_part(look, dirty, drawing.ink.image.rect())
    painter.save()
    painter.setClipRect(dirty)
    painter.setTransform(look.to_widget, True)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(part), drawing.ink.image, QRectF(part))
    veil = tinted(drawing.mask.image.copy(part), colours.accent)
    painter.setOpacity(_MASK_OPACITY)
    painter.drawImage(QRectF(part), veil, QRectF(veil.rect()))
    painter.setOpacity(1.0)
    if drawing.tail is not None:
        drawing.tail.paint(painter, _tail_colour(drawing.tool, colours))
    painter.restore()
    if drawing.tail is None and drawing.ink.is_empty():
        painter.setPen(QColor(_HINT_GREY, _HINT_GREY, _HINT_GREY))
        painter.drawText(look.board, Qt.AlignmentFlag.AlignCenter, "Draw a digit here")
    _paint_edge(painter, look, colours)
    if look.focused and look.cursor is not None:
        scale = look.board.width() / SIDE
        _paint_cursor(painter, look.to_widget.map(look.cursor), look.brush_width * scale)


def _tail_colour(tool: Tool, colours: "theme.Colours") -> QColor:
    colour = QColor(colours.accent if tool.masks else "white")
    colour.setAlphaF(_MASK_OPACITY if tool.masks else 1.0)
    return colour


def tinted(mask: QImage, colour: str) -> QImage:
    """A mask as a veil of one colour, clear where nothing is hidden."""
    veil = QImage(mask.size(), QImage.Format.Format_ARGB32_Premultiplied)
    veil.fill(QColor(colour))
    veil.setAlphaChannel(mask)
    return veil


def _image_part(look: BoardLook, dirty: QRect, whole: QRect) -> QRect:
    """The pixels that show in `dirty`, and some around them, which smooth scaling mixes in."""
    to_image, _ = look.to_widget.inverted()
    return to_image.mapRect(QRectF(dirty)).toAlignedRect().adjusted(-3, -3, 3, 3) & whole


def _paint_edge(painter: QPainter, look: BoardLook, colours: "theme.Colours") -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.accent if look.focused else colours.line), 1))
    painter.drawRect(look.board.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_cursor(painter: QPainter, at: QPointF, width: float) -> None:
    """A ring as wide as the brush, readable on black and on white."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pen in (QPen(QColor(0, 0, 0), 3), QPen(QColor(255, 255, 255), 1)):
        painter.setPen(pen)
        painter.drawEllipse(at, width / 2, width / 2)
