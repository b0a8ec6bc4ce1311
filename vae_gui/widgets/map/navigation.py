"""Turns gestures and keys into plane coordinates, and moves the view."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from vae_gui.widgets.map import keys as map_keys
from vae_gui.widgets.map.gestures import MapGestures
from vae_gui.widgets.map.layers.points import PointsLayer
from vae_gui.widgets.map.points import dot_radius, nearest_point
from vae_gui.widgets.map.scene import Scene

_SETTLED_MS = 140
_PIN_REACH = 8.0  # logical pixels
_PROBE_STEP = 1 / 40  # of the shorter side of the view
_FARTHEST = 1000.0  # times the manifold's range; beyond it the map's own numbers lose their last digits
_PATH_SPACING = 6.0  # logical pixels between two points of a drawn path


class MapNavigation(QObject):
    """What the user does on the map, in plane coordinates (u, v).

    Signals: hovered(u, v); left(): nothing is under the cursor any more; picked(u, v, index of the encoded image there or
    -1); pick_withdrawn(); pin_chosen(index); path_started(u, v); path_extended(u, v); path_ended(); view_moved();
    view_settled(): it has come to rest; layer_toggled(number from 0); escaped().
    """

    hovered = Signal(float, float)
    left = Signal()
    picked = Signal(float, float, int)
    pick_withdrawn = Signal()
    pin_chosen = Signal(int)
    path_started = Signal(float, float)
    path_extended = Signal(float, float)
    path_ended = Signal()
    view_moved = Signal()
    view_settled = Signal()
    layer_toggled = Signal(int)
    escaped = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scene = scene
        self.fitted = True
        self.gestures = MapGestures(self)
        self._last_path_point = QPointF()
        self._keyboard_path = False
        self._settle = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settle.timeout.connect(self.view_settled)
        self._connect(self.gestures)

    def _connect(self, gestures: MapGestures) -> None:
        gestures.hovered.connect(self._hover)
        gestures.picked.connect(self.pick)
        gestures.pick_withdrawn.connect(self.pick_withdrawn)
        gestures.drawing_started.connect(self._start_path)
        gestures.drawing_moved.connect(self._extend_path)
        gestures.drawing_ended.connect(self.path_ended)
        gestures.panned.connect(self.pan)
        gestures.zoomed.connect(self.zoom)
        gestures.fit_requested.connect(self.fit)
        gestures.dragging_changed.connect(self._dragging_changed)

    @property
    def moving(self) -> bool:
        """Whether the view is being moved, or was a moment ago."""
        return self.gestures.moving_view or self._settle.isActive()

    def plane_point(self, at: QPointF) -> tuple[float, float]:
        """Widget coordinates to plane coordinates."""
        scale = self.scene.scale
        places = np.clip(self.scene.viewport.to_place(at), scale.lowest, scale.highest)
        u, v = scale.value(places)
        return float(u), float(v)

    def screen_point(self, u: float, v: float) -> QPointF:
        """Plane coordinates to widget coordinates."""
        s, t = self.scene.scale.place(np.array([u, v]))
        return self.scene.viewport.to_screen(float(s), float(t))

    def pan(self, by: QPointF) -> None:
        self.scene.viewport = self.scene.viewport.panned(by)
        self._moved()

    def zoom(self, factor: float, at: QPointF) -> None:
        self.scene.viewport = self.scene.viewport.zoomed(factor, at, self.scene.home.unit)
        self._moved()

    def fit(self) -> None:
        """Shows the whole map again."""
        self.scene.viewport = self.scene.home
        self._moved()
        self.fitted = True

    def go_to(self, u: float, v: float) -> None:
        """Puts the probe there, and brings it into view where the map reaches that far."""
        at = self.screen_point(u, v)
        if not self.scene.viewport.area.contains(at):
            s, t = self.scene.scale.place(np.array([u, v]))
            if max(abs(s), abs(t)) > _FARTHEST * max(1.0, self.scene.reach):
                self.escaped.emit()
                return
            self.pan(self.scene.viewport.area.center() - at)
        self.scene.probe = (u, v)
        self.hovered.emit(u, v)

    def pick(self, at: QPointF) -> None:
        """A click: on a pin, on an encoded image, or on the plane."""
        for index, pin in enumerate(self.scene.pins):
            if (self.screen_point(pin.u, pin.v) - at).manhattanLength() <= _PIN_REACH:
                self.pin_chosen.emit(index)
                return
        found = self.point_at(at)
        self.picked.emit(*self.plane_point(at), -1 if found is None else found)

    def point_at(self, at: QPointF) -> int | None:
        """Index of the shown encoded image under `at`, or None."""
        if not self.scene.layers[PointsLayer.name].shown or not len(self.scene.cloud):
            return None
        shown = self.scene.cloud.showing(self.scene.hidden_classes)
        reach = max(4.0, dot_radius(len(self.scene.cloud)) + 2.0)
        return nearest_point(self.scene.cloud, shown, self.scene.viewport, at, reach)

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key means something on the map; if so it was done."""
        direction = map_keys.arrow(event)
        factor = map_keys.zoom_factor(event)
        number = map_keys.layer_number(event, len(self.scene.layers.by_name))
        if direction is not None:
            self._arrow(direction, event.modifiers())
        elif factor is not None:
            self.zoom(factor, self._probe_on_screen())
        elif number is not None:
            self.layer_toggled.emit(number)
        else:
            confirm = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            actions = dict.fromkeys(confirm, lambda: self.pick(self._probe_on_screen()))
            actions |= {Qt.Key.Key_Home: self.fit, Qt.Key.Key_Escape: self.escaped.emit}
            return map_keys.pressed(event, actions)
        return True

    def key_released(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Shift and self._keyboard_path:
            self._keyboard_path = False
            self.path_ended.emit()

    def _arrow(self, direction: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        area = self.scene.viewport.area
        step = _PROBE_STEP * min(area.width(), area.height())
        by = QPointF(direction.x() * step, -direction.y() * step)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.pan(-by * 4)
            return
        before = self._probe_on_screen()
        after = QPointF(
            min(max(before.x() + by.x(), area.left()), area.right()),
            min(max(before.y() + by.y(), area.top()), area.bottom()),
        )
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._draw_by_key(before, after)
        self.scene.probe = self.plane_point(after)
        self.hovered.emit(*self.scene.probe)

    def _draw_by_key(self, before: QPointF, after: QPointF) -> None:
        if not self._keyboard_path:
            self._keyboard_path = True
            self.path_started.emit(*self.plane_point(before))
        self.path_extended.emit(*self.plane_point(after))

    def _probe_on_screen(self) -> QPointF:
        if self.scene.probe is None:
            return self.scene.viewport.area.center()
        return self.screen_point(*self.scene.probe)

    def _hover(self, at: QPointF) -> None:
        self.scene.probe = None
        if self.scene.viewport.area.contains(at):
            self.hovered.emit(*self.plane_point(at))
        else:
            self.left.emit()

    def _start_path(self, at: QPointF) -> None:
        self._last_path_point = at
        self.path_started.emit(*self.plane_point(at))

    def _extend_path(self, at: QPointF) -> None:
        """Points at even distances, however far the mouse jumped."""
        way = at - self._last_path_point
        length = float(np.hypot(way.x(), way.y()))
        while length >= _PATH_SPACING:
            self._last_path_point += way * (_PATH_SPACING / length)
            self.path_extended.emit(*self.plane_point(self._last_path_point))
            way = at - self._last_path_point
            length = float(np.hypot(way.x(), way.y()))

    def _dragging_changed(self, dragging: bool) -> None:
        if not dragging:
            self._settle.start()

    def _moved(self) -> None:
        self.fitted = False
        self._settle.start()
        self.view_moved.emit()

    def resize(self, area: object) -> None:
        """Gives the viewport another rectangle; what was fitted stays fitted."""
        viewport = self.scene.viewport.resized(area)  # type: ignore[arg-type]
        self.scene.viewport = viewport
        if self.fitted:
            self.scene.viewport = replace(self.scene.home, area=viewport.area)
