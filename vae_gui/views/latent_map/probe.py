"""The point under the hand, and the one that was chosen: previews, large pictures and facts."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from vae_gui.tasks.cost_gate import CostGate
from vae_gui.views.latent_map.controller import MapController
from vae_gui.views.latent_map.model.decoded_points import DecodedPoints, decode_finite, decode_points
from vae_gui.views.latent_map.model.facts import FactFinder, Facts
from vae_gui.views.latent_map.model.selection import Selection
from vae_gui.views.latent_map.panels.detail_panel import DetailPanel
from vae_gui.widgets.map.curves import Gaussian
from vae_gui.widgets.map.scene import Marker, Preview
from vae_gui.wording.errors import explain
from vae_gui.wording.latent_text import number, parse_code, vector
from vae_gui.wording.numbers import decimals_for
from vae_models.errors import UserError

FACTS_AFTER_MS = 25
FACTS_AT_REST_MS = 300  # after the last frame of a film: of those that pass by nobody reads any
_ON_PLANE = 1e-4  # prior standard deviations


class Probe(QObject):
    """Signals: picked(Selection): chosen by a click or Enter; selection_changed(); failed(str)."""

    picked = Signal(object)
    selection_changed = Signal()
    failed = Signal(str)

    def __init__(self, controller: MapController, detail: DetailPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller, self._canvas, self._detail = controller, controller.canvas, detail
        self.selection: Selection | None = None
        self._facts: Facts | None = None
        self._hovering = False
        self._hover, self._chosen, self._typed = (CostGate(self, controller.cost) for _ in range(3))
        self._finder = FactFinder(self)
        self._ask_soon = QTimer(self, singleShot=True, interval=FACTS_AFTER_MS)
        self._ask_soon.timeout.connect(self._ask_for_facts)
        self._ask_at_rest = QTimer(self, singleShot=True, interval=FACTS_AT_REST_MS)
        self._ask_at_rest.timeout.connect(self._ask_for_facts)
        self._hover.done.connect(self._show_preview)
        self._chosen.done.connect(self._show_decoded)
        self._typed.done.connect(self._arrive)
        self._typed.failed.connect(lambda error: detail.entry.refuse(explain(error)))
        self._finder.found.connect(self._show_facts)
        for worker in (self._hover, self._chosen, self._finder):
            worker.failed.connect(self._report)
        navigation = self._canvas.navigation
        navigation.hovered.connect(self.hover)
        navigation.left.connect(self.leave)
        navigation.picked.connect(self.pick)
        navigation.escaped.connect(self.leave)
        navigation.view_moved.connect(self._view_moved)
        controller.model_changed.connect(self._model_changed)
        controller.plane_changed.connect(self._mark)
        controller.size_changed.connect(self._size_changed)
        controller.encoded_changed.connect(self._neighbours_came)
        detail.entry.point_typed.connect(self._type)
        detail.entry.left.connect(self._canvas.setFocus)

    def hover(self, u: float, v: float) -> None:
        """Decodes the point for the card beside the cursor."""
        if self._controller.predictor is not None:
            self._hovering = True
            z = self._controller.plane.point(u, v)[None]
            self._hover.request(self._controller.predictor, 1, decode_points, z, (u, v))

    def leave(self) -> None:
        self._hovering = False
        self._canvas.hide_probe()

    def pick(self, u: float, v: float, row: int) -> None:
        """A click on the plane, or on the encoded image in that row."""
        encoded = self._controller.encoded
        if self._controller.predictor is None:
            return
        if row >= 0 and encoded is not None and row < len(encoded):
            index = int(encoded.indices[row])
            title = encoded.table.describe(index)
            selection = Selection(
                encoded.mu[row], encoded.table.image(index), title, index, label=encoded.table.label(index)
            )
        else:
            selection = Selection(self._controller.plane.point(u, v))
        self.choose(selection)
        self.picked.emit(selection)

    def go_to(self, z: np.ndarray) -> None:
        """Moves the probe to a z `(latent_dim,)` and shows it; refused beside its entry where the model cannot decode it."""
        if self._controller.predictor is not None:
            self._typed.request(self._controller.predictor, 1, decode_finite, z[None], self._controller.identity)

    def _arrive(self, points: DecodedPoints) -> None:
        plane, z = self._controller.plane, points.z[0]
        if points.about != self._controller.identity or len(z) != plane.latent_dim:
            return
        self._detail.entry.refuse("")
        u, v = plane.coordinates(z)
        if plane.distance(z) < _ON_PLANE:
            self._canvas.navigation.go_to(float(u), float(v))
        else:
            self.leave()  # the plane does not hold it: a probe there would show another image
        self._take(Selection(z), points)

    def _type(self, text: str) -> None:
        try:
            self._detail.entry.refuse("")
            if text.strip() and self._controller.predictor is not None:
                plane = self._controller.plane
                self.go_to(parse_code(text, plane.latent_dim, plane.point))
        except UserError as error:
            self._detail.entry.refuse(explain(error))

    def choose(self, selection: Selection | None) -> None:
        """Shows a selection in the panel and on the map."""
        self._take(selection)

    def _take(self, selection: Selection | None, points: DecodedPoints | None = None) -> None:
        """`points` where the selection is decoded already."""
        self._typed.drop()
        self.selection, self._facts = selection, None
        if selection is None:
            self._detail.clear()
        elif points is None:
            self._ask(selection)
        else:
            self._detail.show_decoded(points.images[0], self.place(points.z[0]), "Decoded")
            self._ask_soon.start()
        self._mark()
        self.selection_changed.emit()

    def show_frame(self, z: np.ndarray, frame: np.ndarray, text: str) -> None:
        """A frame of the path: decoded already, and too short-lived for facts."""
        self._ask_soon.stop()
        self.selection, self._facts = Selection(z, title=text), None
        self._detail.show_decoded(frame, f"{text}\n{self.place(z)}")
        self._detail.hide_facts()  # they are of the point before
        self._ask_at_rest.start()
        self._mark()
        self.selection_changed.emit()

    def forget_model(self) -> None:
        """A point of the former model's space goes; of an image only what that model said about it."""
        self._ask_soon.stop()
        self._ask_at_rest.stop()
        self.leave()
        selection = self.selection
        self.choose(None)
        if selection is not None and selection.image is not None:
            self.selection = replace(selection, z=None)

    def forget_data(self) -> None:
        """Other images are open: what was chosen of the former ones goes."""
        if self.selection is not None and self.selection.index is not None:
            self.choose(None)

    def place(self, z: np.ndarray) -> str:
        """Where a latent vector lies, in words."""
        step = self._canvas.scene.viewport.unit
        decimals = decimals_for(0.5 / step)
        if len(z) <= 2:
            return f"z {vector(z, decimals=decimals)}"
        u, v = self._controller.plane.coordinates(z)
        return f"At {number(float(u), decimals)}, {number(float(v), decimals)} on the plane\nz {vector(z)}"

    def close(self) -> None:
        self._ask_soon.stop()
        self._ask_at_rest.stop()
        for worker in (self._hover, self._chosen, self._typed, self._finder):
            worker.close()

    def _ask(self, selection: Selection) -> None:
        predictor = self._controller.predictor
        if predictor is None:
            return
        if selection.z is not None and len(selection.z) == predictor.latent_dim:
            self._chosen.request(selection.seen_by(predictor), 1, decode_points, selection.z[None], selection)
        self._ask_soon.start()

    def _ask_for_facts(self) -> None:
        """After the picture is on the screen: until then no other thread should hold the interpreter."""
        if self._controller.predictor is not None and self.selection is not None:
            self._finder.ask(self.selection, self._controller.predictor, self._controller.encoded)

    def _show_preview(self, points: DecodedPoints) -> None:
        if not self._hovering or points.predictor is not self._controller.predictor:
            return
        assert isinstance(points.about, tuple)
        u, v = points.about
        lines = self._hover_lines(points.z[0], u, v)
        row = self._canvas.navigation.point_at(self._canvas.navigation.screen_point(u, v))
        encoded = self._controller.encoded
        if row is not None and encoded is not None and row < len(encoded):
            lines.append(encoded.table.describe(int(encoded.indices[row])))
        self._canvas.set_preview(Preview(u, v, points.images[0], tuple(lines)))

    def _hover_lines(self, z: np.ndarray, u: float, v: float) -> list[str]:
        decimals = decimals_for(0.5 / self._canvas.scene.viewport.unit)
        if len(z) <= 2:
            return [f"z {vector(z, decimals=decimals)}"]
        return [f"{number(u, decimals)}, {number(v, decimals)}", f"z {vector(z, most=3)}"]

    def _show_decoded(self, points: DecodedPoints) -> None:
        if points.about is self.selection and self.selection is not None:
            caption = "Decoded" if self.selection.image is None else "Reconstruction"
            self._detail.show_decoded(points.images[0], self.place(points.z[0]), caption)

    def _show_facts(self, facts: Facts) -> None:
        if facts.about is not self.selection or self.selection is None:
            return
        if facts.image is not None:
            self.selection = replace(self.selection, z=facts.image.mu)
            facts = replace(facts, about=self.selection)
        self._facts = facts
        self._detail.show_facts(facts, self._controller.why_no_points)
        self._mark()
        if facts.image is not None:
            self.selection_changed.emit()

    def _mark(self) -> None:
        """The posterior's ellipse, and a marker for an image that is not in the data."""
        image = self._facts.image if self._facts is not None else None
        plane, encoded = self._controller.plane, self._controller.encoded
        if image is None or self.selection is None or len(image.mu) != plane.latent_dim:
            self._canvas.set_posterior(None)
            self._canvas.set_images(())
            return
        centre = plane.coordinates(image.mu)
        row = encoded.row(self.selection.index) if encoded is not None and self.selection.index is not None else None
        spread = Gaussian(centre, plane.covariance(image.sigma)) if image.sigma.any() else None
        self._canvas.set_posterior(spread, row)
        off = float(plane.distance(image.mu))
        marker = Marker(self.selection.title, float(centre[0]), float(centre[1]), off)
        self._canvas.set_images((marker,) if self.selection.loose else ())

    def _size_changed(self) -> None:
        self._detail.entry.set_latent_dim(self._controller.plane.latent_dim)
        self._detail.entry.refuse("")

    def _neighbours_came(self) -> None:
        if self._facts is not None and self._facts.neighbourhood is None:
            self._ask_soon.start()

    def _view_moved(self) -> None:
        self._hovering = False

    def _model_changed(self) -> None:
        predictor, selection = self._controller.predictor, self.selection
        self._canvas.hide_probe() if predictor is None else None
        if selection is None or predictor is None:
            return
        if selection.image is not None and selection.image.shape == predictor.image_shape:
            self.selection = replace(selection, z=None)
            self._ask(self.selection)
        elif selection.image is None and selection.z is not None and len(selection.z) == predictor.latent_dim:
            self._ask(selection)
        else:
            self.choose(None)

    def _report(self, error: Exception) -> None:
        self.failed.emit(explain(error))
