"""What moves over the layers of the map: path, pins, images, probe and the preview beside the cursor."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from vae_gui import theme
from vae_gui.widgets.map.layers.points import PointsLayer, class_colours
from vae_gui.widgets.map.markers import FAR, paint_disc, paint_marker, paint_name, unit_of
from vae_gui.widgets.map.scene import Marker, Preview, Scene


def paint_marks(painter: QPainter, scene: Scene) -> None:
    """Everything but the preview, clipped to the viewport's area, from below."""
    painter.save()
    painter.setClipRect(scene.viewport.area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = unit_of(painter)
    _paint_path(painter, scene, unit)
    _paint_selected(painter, scene, unit)
    for marker in scene.images:
        _paint_marker(painter, scene, marker, QColor(theme.colours().good), True, unit)
    for index, marker in enumerate(scene.pins):
        _paint_marker(painter, scene, marker, QColor(theme.colours().accent), index == scene.chosen_pin, unit)
    _paint_probe(painter, scene, unit)
    painter.restore()


def _near(scene: Scene, u: float, v: float) -> QPointF | None:
    x, y = scene.to_screen(np.array([u]), np.array([v]))
    return QPointF(float(x[0]), float(y[0])) if abs(x[0]) < FAR and abs(y[0]) < FAR else None


def _paint_path(painter: QPainter, scene: Scene, unit: float) -> None:
    if not len(scene.path):
        return
    x, y = scene.to_screen(scene.path[:, 0], scene.path[:, 1])
    points = [QPointF(*at) for at in zip(np.clip(x, -FAR, FAR).tolist(), np.clip(y, -FAR, FAR).tolist(), strict=True)]
    round_pen = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    for colour, width in ((theme.colours().window, 6.0), (theme.colours().accent, 3.0)):
        painter.setPen(QPen(QColor(colour), width * unit, *round_pen))
        painter.drawPolyline(QPolygonF(points))
    if scene.path_position is not None and scene.path_position < len(points):
        paint_disc(painter, points[scene.path_position], 6.5 * unit, QColor(theme.colours().text), unit)


def _paint_selected(painter: QPainter, scene: Scene, unit: float) -> None:
    index = scene.selected_point
    if index is None or index >= len(scene.cloud) or not scene.layers[PointsLayer.name].shown:
        return
    at = scene.viewport.to_screen(float(scene.cloud.s[index]), float(scene.cloud.t[index]))
    if abs(at.x()) < FAR and abs(at.y()) < FAR:
        painter.setPen(QPen(QColor(theme.colours().text), 2.0 * unit))
        painter.setBrush(QColor.fromRgb(int(class_colours(scene.classes)[scene.cloud.labels[index] % scene.classes])))
        painter.drawEllipse(at, 6.0 * unit, 6.0 * unit)


def _paint_marker(painter: QPainter, scene: Scene, marker: Marker, colour: QColor, chosen: bool, unit: float) -> None:
    at = _near(scene, marker.u, marker.v)
    if at is not None:
        paint_marker(painter, at, colour, unit, hollow=marker.off > 0.05, chosen=chosen)
    if at is not None and chosen and marker.name and scene.viewport.area.contains(at):
        paint_name(painter, at, marker.name, unit, scene.viewport.area)


def _paint_probe(painter: QPainter, scene: Scene, unit: float) -> None:
    at = _near(scene, *scene.probe) if scene.probe is not None else None
    if at is None:
        return
    for colour, width in ((theme.colours().window, 4.0), (theme.colours().text, 1.6)):
        painter.setPen(QPen(QColor(colour), width * unit))
        for side in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
            painter.drawLine(at + side * (4 * unit), at + side * (10 * unit))


def preview_rect(scene: Scene, preview: Preview, metrics: QFontMetricsF, widget: QRectF) -> QRectF:
    """Where the preview stands: beside its point, inside the widget."""
    line = metrics.height()
    side = 6.0 * line
    width = max(side, *(metrics.horizontalAdvance(text) for text in preview.lines)) + line
    height = side + line * (len(preview.lines) + 1)
    x, y = scene.to_screen(np.array([preview.u]), np.array([preview.v]))
    left = float(x[0]) + line if x[0] + line + width < widget.right() else float(x[0]) - line - width
    top = float(y[0]) + line if y[0] + line + height < widget.bottom() else float(y[0]) - line - height
    left = min(max(left, widget.left()), widget.right() - width)
    return QRectF(left, min(max(top, widget.top()), widget.bottom() - height), width, height)


def paint_preview(painter: QPainter, preview: Preview, box: QRectF) -> None:
    """The decoded image with its z below it, on a card."""
    line = QFontMetricsF(painter.font()).height()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.colours().grid), 1))
    painter.setBrush(QColor(theme.colours().surface))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 0.4 * line, 0.4 * line)
    image = np.ascontiguousarray(preview.image)
    picture = QImage(image.data, image.shape[1], image.shape[0], image.shape[1], QImage.Format.Format_Grayscale8)
    painter.drawImage(image_rect(box, line), picture)
    painter.setPen(QColor(theme.colours().text))
    for row, text in enumerate(preview.lines):
        at = QRectF(box.left(), box.top() + 7.0 * line + row * line - 0.3 * line, box.width(), line)
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def image_rect(box: QRectF, line: float) -> QRectF:
    """The square of the image inside the preview's card, on whole pixels so that it is not blurred."""
    side = round(6.0 * line)
    return QRectF(round(box.center().x() - side / 2), round(box.top() + 0.5 * line), side, side)
