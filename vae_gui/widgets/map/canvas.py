"""The latent map: one continuous picture of a plane of latent space, under the hand."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QWidget

from vae_gui import theme
from vae_gui.widgets.map import keys as map_keys
from vae_gui.widgets.map.axes import axis_margins
from vae_gui.widgets.map.curves import Gaussian
from vae_gui.widgets.map.layer_switches import LayerSwitches
from vae_gui.widgets.map.layers import LAYERS
from vae_gui.widgets.map.layers.layer import MapLayer, first_switches
from vae_gui.widgets.map.marks import image_rect, paint_preview, preview_rect
from vae_gui.widgets.map.navigation import MapNavigation
from vae_gui.widgets.map.painting import LayerPainter, StillPicture, blank, paint_moving
from vae_gui.widgets.map.points import PointCloud, PointView
from vae_gui.widgets.map.scale import AxisScale
from vae_gui.widgets.map.scene import AxisTitles, Marker, Preview, Scene
from vae_gui.widgets.map.tiles import Mosaic, TileRegion


class MapCanvas(QWidget):
    """Shows a scene, and tells what a person does through `navigation`. Coordinates are those of the plane.

    Signals: tiles_wanted(): the view needs other tiles than it has, see `wanted_tiles`; layers_changed(LayerSwitches).
    """

    tiles_wanted = Signal()
    layers_changed = Signal(object)

    def __init__(self, kinds: Sequence[type[MapLayer]] = LAYERS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = kinds
        self.scene = Scene(layers=first_switches(kinds))
        self.navigation = MapNavigation(self.scene, self)
        self._layers = LayerPainter(kinds)
        self._still = StillPicture(self._layers)
        self._preview_box = QRectF()
        self._expected: tuple[np.ndarray, PointCloud] | None = None
        self.navigation.view_moved.connect(self._view_moved)
        self.navigation.layer_toggled.connect(self._toggle_layer)
        self.navigation.gestures.dragging_changed.connect(self._show_cursor)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Latent map")
        self.setAccessibleDescription(map_keys.help_text(len(kinds)))
        theme.follow(self, self._recolour)

    # What is shown

    def set_axes(self, scale: AxisScale, titles: AxisTitles) -> None:
        if scale is not self.scene.scale:
            self._show_points()
            self.scene.scale = scale
            self.scene.mosaic = self.scene.backing_mosaic = None
            self.scene.cloud = self._placed(self.scene.points, self.scene.cloud.labels)
            self.navigation.fit()
        self.scene.titles = titles
        self.refresh()

    def set_grid(self, count: int, reach: float) -> None:
        """The manifold: `count` x `count` tiles from -reach to reach."""
        if (count, reach) != (self.scene.count, self.scene.reach):
            self.scene.count, self.scene.reach = count, reach
            self.navigation.fit() if self.navigation.fitted else self._view_moved()

    def wanted_tiles(self, coarser: int = 0, margin: int = 1) -> TileRegion | None:
        """The tiles of the present view, or those of `coarser` levels above."""
        return self.scene.visible_tiles(coarser, margin)

    def set_mosaic(self, mosaic: Mosaic | None, *, keep: bool = True) -> None:
        """Shows decoded tiles. keep: the former ones of the whole map stay behind them where these end."""
        self.scene.take_mosaic(mosaic, keep=keep)
        self.refresh()

    def set_points(self, uv: np.ndarray, labels: np.ndarray, classes: int) -> None:
        """Encoded images. uv: `(n, 2)` in an order without meaning; labels: `(n,)` whole numbers; classes: how many there are."""
        self.expect_points(uv, labels, classes)
        self._show_points()

    def expect_points(self, uv: np.ndarray, labels: np.ndarray, classes: int) -> PointView:
        """Like `set_points`, but waits for `show_expected`, which brings the picture of what is returned."""
        self.scene.classes = max(1, classes)
        self._expected = uv, self._placed(uv, labels)
        return self._layers.points.view(self.scene, self._expected[1], self.devicePixelRatioF())

    def show_expected(self, view: PointView, picture: QImage | None) -> None:
        self._layers.points.keep(view, picture)
        self._show_points()

    def forget_expected(self) -> None:
        """Their picture will not come."""
        self._expected = None

    @property
    def settled(self) -> bool:
        """Whether no points are expected any more."""
        return self._expected is None

    def set_hidden_classes(self, hidden: frozenset[int]) -> None:
        self.scene.hidden_classes = hidden
        self._refresh_points()

    def set_layers(self, layers: LayerSwitches) -> None:
        if layers != self.scene.layers:
            self.scene.layers = layers
            self.refresh()
            self.layers_changed.emit(layers)

    def set_prior(self, prior: Gaussian | None) -> None:
        self.scene.prior = prior
        self.refresh()

    def set_posterior(self, posterior: Gaussian | None, selected_point: int | None = None) -> None:
        self.scene.posterior, self.scene.selected_point = posterior, selected_point
        self.update()

    def set_pins(self, pins: Sequence[Marker], chosen: int | None = None) -> None:
        self.scene.pins, self.scene.chosen_pin = tuple(pins), chosen
        self.update()

    def set_images(self, images: Sequence[Marker]) -> None:
        self.scene.images = tuple(images)
        self.update()

    def set_path(self, uv: np.ndarray, position: int | None = None) -> None:
        """uv: `(n, 2)`, the points of the path; position: of the frame now shown."""
        self.scene.path, self.scene.path_position = uv, position
        self.update()

    def set_preview(self, preview: Preview | None) -> None:
        """The card beside the cursor; repaints no more than it covers."""
        had_probe = self.scene.probe is not None
        before, self.scene.preview = self._preview_box, preview
        self._preview_box = QRectF()
        if preview is not None:
            self._preview_box = preview_rect(self.scene, preview, QFontMetricsF(self.font()), QRectF(self.rect()))
        if had_probe:
            self.update()
        else:
            self.update(before.toAlignedRect().adjusted(-1, -1, 1, 1))
            self.update(self._preview_box.toAlignedRect().adjusted(-1, -1, 1, 1))

    def hide_probe(self) -> None:
        self.scene.probe = None
        self.set_preview(None)
        self.update()

    @property
    def preview_image_rect(self) -> QRectF:
        """Where the preview's image is painted, in widget coordinates; empty without a preview."""
        if self.scene.preview is None:
            return QRectF()
        return image_rect(self._preview_box, QFontMetricsF(self.font()).height())

    def refresh(self) -> None:
        """Paints the still layers anew at the next occasion."""
        self._still.renew()
        self.update()

    def picture(self) -> QImage:
        """The map as it is on the screen, in device pixels, without the preview."""
        image = blank(self.size(), self.devicePixelRatioF())
        painter = QPainter(image)
        painter.setFont(self.font())
        self._paint(painter)
        painter.end()
        return image

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        self._paint(painter)
        if self.scene.preview is not None:
            paint_preview(painter, self.scene.preview, self._preview_box)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.scene.viewport.area)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        margins = axis_margins(QFontMetricsF(self.font()))
        area = QRectF(self.rect()).marginsRemoved(margins)
        self.navigation.resize(area)
        self.refresh()
        self.tiles_wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.set_preview(None)
        if self.scene.viewport.area.contains(event.position()):
            self.navigation.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.navigation.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.navigation.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.scene.viewport.area.contains(event.position()):
            self.navigation.gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.navigation.gestures.wheel(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.navigation.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.navigation.gestures.space_held = True
            self._show_cursor()
        elif not self.navigation.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.navigation.gestures.space_held = False
            self._show_cursor()
        self.navigation.key_released(event)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.navigation.gestures.space_held = False
        self._show_cursor()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.resizeEvent(QResizeEvent(self.size(), self.size()))
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        line = round(QFontMetricsF(self.font()).height())
        return QSize(36 * line, 30 * line)

    # Inside

    def _paint(self, painter: QPainter) -> None:
        ratio = self.devicePixelRatioF()
        painter.drawImage(0, 0, self._still.image(self.scene, self.size(), ratio, self.font()))
        paint_moving(painter, self._layers, self.scene, ratio)

    def _refresh_points(self) -> None:
        self._still.renew(points_only=True)
        self.update()

    def _placed(self, uv: np.ndarray, labels: np.ndarray) -> PointCloud:
        places = self.scene.scale.place(uv)
        return PointCloud(places[:, 0].copy(), places[:, 1].copy(), labels)

    def _show_points(self) -> None:
        """Those that are expected, if any."""
        if self._expected is not None:
            (self.scene.points, self.scene.cloud), self._expected = self._expected, None
            self._refresh_points()

    def _view_moved(self) -> None:
        self.scene.preview, self._preview_box = None, QRectF()
        self.refresh()
        self.tiles_wanted.emit()

    def _toggle_layer(self, number: int) -> None:
        self.set_layers(self.scene.layers.toggled(list(self.scene.layers.by_name)[number]))

    def _recolour(self) -> None:
        self._layers.recolour()
        self.refresh()

    def _show_cursor(self) -> None:
        gestures = self.navigation.gestures
        grab = Qt.CursorShape.ClosedHandCursor if gestures.moving_view else Qt.CursorShape.OpenHandCursor
        pans = gestures.moving_view or gestures.space_held
        self.setCursor(grab if pans else Qt.CursorShape.CrossCursor)
