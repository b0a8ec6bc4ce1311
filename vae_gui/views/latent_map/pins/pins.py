"""Pins of the workspace on the map and in their list; every change can be undone, and is saved beside the runs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from vae_gui.tasks.in_turn import InTurn
from vae_gui.tasks.latest_wins import LatestWins
from vae_gui.views.latent_map.controller import MapController
from vae_gui.views.latent_map.model.decoded_points import DecodedPoints, decode_points
from vae_gui.views.latent_map.model.selection import Selection
from vae_gui.views.latent_map.pins.panel import PinsPanel
from vae_gui.views.latent_map.pins.places import PinPlaces
from vae_gui.views.latent_map.pins.store import load_pins, save_pins
from vae_gui.views.latent_map.pins.undo import SetPins
from vae_gui.views.latent_map.probe import Probe
from vae_gui.widgets.map.scene import Marker
from vae_gui.wording.errors import explain
from vae_gui.workspace.pins import Pin
from vae_gui.workspace.workspace import Workspace

SAVE_AFTER_MS = 400
THUMBNAILS_AFTER_MS = 40


class Pins(QObject):
    """Signals: failed(str)."""

    failed = Signal(str)

    def __init__(
        self, workspace: Workspace, controller: MapController, probe: Probe, panel: PinsPanel, undo_stack: QUndoStack,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._workspace, self._controller, self._probe, self._panel = workspace, controller, probe, panel
        self._undo_stack = undo_stack
        self.chosen = -1
        self._clicked: SetPins | None = None
        self._places = PinPlaces(controller, self)
        self._thumbnails = InTurn(self)
        self._saver = InTurn(self)
        self._save_soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._decode_soon = QTimer(self, singleShot=True, interval=THUMBNAILS_AFTER_MS)
        self._saved: list[Pin] | None = None  # until they are read: what is there must not be written over
        self._loader = LatestWins(self)
        self._connect()
        self._loader.request(load_pins, workspace.runs_dir)

    def _connect(self) -> None:
        self._places.changed.connect(self._show_places)
        self._places.failed.connect(lambda error: self.failed.emit(explain(error)))
        self._thumbnails.done.connect(self._show_thumbnails)
        self._saver.failed.connect(lambda error: self.failed.emit(explain(error)))
        self._loader.done.connect(self._loaded)
        self._loader.failed.connect(self._not_loaded)
        self._save_soon.timeout.connect(self._save)
        self._decode_soon.timeout.connect(self._request_thumbnails)
        self._probe.picked.connect(self.pin)
        self._controller.canvas.navigation.pin_chosen.connect(self._click_pin)
        self._controller.canvas.navigation.pick_withdrawn.connect(self.withdraw_click)
        self._controller.model_changed.connect(self._model_changed)
        self._controller.plane_changed.connect(self._mark)
        self._panel.chosen.connect(self.choose)
        self._panel.renamed.connect(self.rename)
        self._panel.delete_wanted.connect(self.delete)
        self._workspace.pins.changed.connect(self._pins_changed)
        self._workspace.model.opened.connect(self._forget_thumbnails)

    @property
    def pins(self) -> list[Pin]:
        return self._workspace.pins.all

    def pin(self, selection: Selection) -> None:
        """Keeps a selection as a pin, under a name nobody else has."""
        if selection.z is None:
            return
        image = None if selection.image is None else _as_float(selection.image)
        z = np.asarray(selection.z, np.float32)
        pin = Pin(self._free_name(selection), z, image, self._controller.identity, selection.label)
        self.chosen = len(self.pins)
        self._clicked = SetPins(f"Pin {pin.name}", self._workspace, [*self.pins, pin])
        self._undo_stack.push(self._clicked)

    def withdraw_click(self) -> None:
        """Takes back the pin of a click that was the first half of a double click."""
        index = self._undo_stack.index()
        if self._clicked is not None and index and self._undo_stack.command(index - 1) is self._clicked:
            self._clicked.withdraw()
            self.chosen = -1
            self._undo_stack.undo()
            self._probe.choose(None)
        self._clicked = None

    def _click_pin(self, index: int) -> None:
        """A click that makes no pin: there is none to withdraw where it turns out to be half of a double click."""
        self._clicked = None
        self.choose(index)

    def choose(self, index: int) -> None:
        """Shows a pin in the panel and marks it."""
        if 0 <= index < len(self.pins):
            self.chosen = index
            pin = self.pins[index]
            z, named = self._places.of(pin), pin.image is not None
            self._probe.choose(Selection(z, pin.image, pin.name if named else "", label=pin.label))
            self._panel.choose(index)
            self._mark()

    def rename(self, index: int, name: str) -> None:
        pins = self.pins
        pins[index] = replace(pins[index], name=name)
        self._undo_stack.push(SetPins(f"Rename to {name}", self._workspace, pins))

    def delete(self, indices: Sequence[int]) -> None:
        kept = [pin for index, pin in enumerate(self.pins) if index not in set(indices)]
        gone = len(self.pins) - len(kept)
        self.chosen = -1
        self._undo_stack.push(SetPins("Delete pin" if gone == 1 else f"Delete {gone} pins", self._workspace, kept))

    def usable(self, indices: Sequence[int]) -> list[Pin]:
        """Those of the pins that have a place in the present model, each with its z there."""
        placed = [(self.pins[index], self._places.of(self.pins[index])) for index in indices]
        return [replace(pin, z=z) for pin, z in placed if z is not None]

    def close(self) -> None:
        """Saves what is not saved yet."""
        self._places.close()
        self._thumbnails.close()
        self._loader.close()
        self._saver.close()
        self._save_soon.stop()
        self._decode_soon.stop()
        if self._saved is not None and self._saved != self.pins:
            last = LatestWins(self)
            last.request(save_pins, self._workspace.runs_dir, self.pins)
            last.close()

    def _free_name(self, selection: Selection) -> str:
        if selection.title and selection.image is not None:
            return selection.title
        taken = {pin.name for pin in self.pins}
        return next(name for number in range(1, len(taken) + 2) if (name := f"Pin {number}") not in taken)

    def _loaded(self, pins: list[Pin]) -> None:
        """What was pinned before they were there comes after them."""
        self._saved = pins
        if pins:
            self._undo_stack.clear()  # its pins are those without the ones that have come
            self._workspace.pins.replace([*pins, *self.pins])
        self._save_soon.start()

    def _not_loaded(self, error: Exception) -> None:
        self._loaded([])
        self._workspace.messages.say(explain(error))

    def _save(self) -> None:
        if self._saved is not None and self._saved != self.pins:
            self._saved = self.pins
            self._saver.request(save_pins, self._workspace.runs_dir, self.pins)

    def _pins_changed(self) -> None:
        self._places.follow(self.pins)
        self._list()
        self.chosen = self.chosen if self.chosen < len(self.pins) else -1
        self._panel.choose(self.chosen)
        self._mark()
        self._decode_soon.start()
        self._save_soon.start()

    def _mark(self) -> None:
        plane = self._controller.plane
        markers = []
        for pin in self.pins:
            z = self._places.of(pin)
            if z is not None and len(z) == plane.latent_dim:
                u, v = plane.coordinates(z)
                markers.append(Marker(pin.name, float(u), float(v), float(plane.distance(z))))
            else:
                markers.append(Marker(pin.name, float("nan"), float("nan")))
        self._controller.canvas.set_pins(markers, self.chosen if self.chosen >= 0 else None)

    def _model_changed(self) -> None:
        self._places.follow(self.pins)
        self._show_places()

    def _show_places(self) -> None:
        self._list()
        self._mark()
        self._decode_soon.start()

    def _list(self) -> None:
        self._panel.set_pins(self.pins, [self._places.of(pin) is not None for pin in self.pins])

    def _forget_thumbnails(self) -> None:
        self._thumbnails.drop()
        self._panel.clear_thumbnails()

    def _request_thumbnails(self) -> None:
        predictor = self._controller.predictor
        if predictor is None:
            return
        codes = {row: z for row, pin in enumerate(self.pins) if (z := self._places.of(pin)) is not None}
        codes = {row: z for row, z in codes.items() if len(z) == predictor.latent_dim}
        if codes:
            self._thumbnails.request(decode_points, predictor, np.stack(list(codes.values())), list(codes))

    def _show_thumbnails(self, points: DecodedPoints) -> None:
        self._panel.set_thumbnails(dict(zip(points.about, points.images, strict=True)))  # type: ignore[call-overload]


def _as_float(image: np.ndarray) -> np.ndarray:
    return image.astype(np.float32) / 255.0 if image.dtype == np.uint8 else image.astype(np.float32)
