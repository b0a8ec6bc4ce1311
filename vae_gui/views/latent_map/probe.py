"""The point under the hand, and the one that was chosen: previews, large pictures and facts."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from vae_gui.tasks.cost_gate import CostGate
from vae_gui.views.latent_map.controller import MapModel
from vae_gui.views.latent_map.model.decoded_points import DecodedPoints, decode_finite, decode_points
from vae_gui.views.latent_map.model.facts import FactFinder, Facts
from vae_gui.views.latent_map.model.subject import Subject
from vae_gui.views.latent_map.model.typed_point import parse_point
from vae_gui.views.latent_map.panels.detail_panel import DetailPanel
from vae_gui.widgets.map.curves import Gaussian
from vae_gui.widgets.map.scene import Marker, Preview
from vae_gui.wording.errors import explain
from vae_gui.wording.latent_text import number, vector
from vae_gui.wording.numbers import decimals_for
from vae_models.errors import UserError

FACTS_AFTER_MS = 25
FACTS_AT_REST_MS = 300  # after the last frame of a film: of those that pass by nobody reads any
_ON_PLANE = 1e-4  # prior standard deviations


class Probe(QObject):
    """Signals: picked(Subject): chosen by a click or Enter; subject_changed(); failed(str)."""

    picked = Signal(object)
    subject_changed = Signal()
    failed = Signal(str)

    def __init__(self, model: MapModel, detail: DetailPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._canvas, self._detail = model, model.canvas, detail
        self.subject: Subject | None = None
        self._facts: Facts | None = None
        self._hovering = False
        self._hover, self._chosen, self._typed = (CostGate(self, model.cost) for _ in range(3))
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
        hand = self._canvas.hand
        hand.hovered.connect(self.hover)
        hand.left.connect(self.leave)
        hand.picked.connect(self.pick)
        hand.escaped.connect(self.leave)
        hand.view_moved.connect(self._view_moved)
        model.model_changed.connect(self._model_changed)
        model.plane_changed.connect(self._mark)
        model.size_changed.connect(self._size_changed)
        model.encoded_changed.connect(self._neighbours_came)
        detail.entry.point_typed.connect(self._type)
        detail.entry.left.connect(self._canvas.setFocus)

    def hover(self, u: float, v: float) -> None:
        """Decodes the point for the card beside the cursor."""
        if self._model.predictor is not None:
            self._hovering = True
            z = self._model.plane.point(u, v)[None]
            self._hover.request(self._model.predictor, 1, decode_points, z, (u, v))

    def leave(self) -> None:
        self._hovering = False
        self._canvas.hide_probe()

    def pick(self, u: float, v: float, row: int) -> None:
        """A click on the plane, or on the encoded image in that row."""
        encoded = self._model.encoded
        if self._model.predictor is None:
            return
        if row >= 0 and encoded is not None and row < len(encoded):
            index = int(encoded.indices[row])
            title = encoded.table.describe(index)
            subject = Subject(
                encoded.mu[row], encoded.table.image(index), title, index, label=encoded.table.label(index)
            )
        else:
            subject = Subject(self._model.plane.point(u, v))
        self.choose(subject)
        self.picked.emit(subject)

    def go_to(self, z: np.ndarray) -> None:
        """Moves the probe to a z `(latent_dim,)` and shows it; refused beside its entry where the model cannot decode it."""
        if self._model.predictor is not None:
            self._typed.request(self._model.predictor, 1, decode_finite, z[None], self._model.identity)

    def _arrive(self, points: DecodedPoints) -> None:
        plane, z = self._model.plane, points.z[0]
        if points.about != self._model.identity or len(z) != plane.latent_dim:
            return
        self._detail.entry.refuse("")
        u, v = plane.coordinates(z)
        if plane.distance(z) < _ON_PLANE:
            self._canvas.hand.go_to(float(u), float(v))
        else:
            self.leave()  # the plane does not hold it: a probe there would show another image
        self._take(Subject(z), points)

    def _type(self, text: str) -> None:
        try:
            self._detail.entry.refuse("")
            if text.strip() and self._model.predictor is not None:
                self.go_to(parse_point(text, self._model.plane))
        except UserError as error:
            self._detail.entry.refuse(explain(error))

    def choose(self, subject: Subject | None) -> None:
        """Shows a subject in the panel and on the map."""
        self._take(subject)

    def _take(self, subject: Subject | None, points: DecodedPoints | None = None) -> None:
        """`points` where the subject is decoded already."""
        self._typed.drop()
        self.subject, self._facts = subject, None
        if subject is None:
            self._detail.clear()
        elif points is None:
            self._ask(subject)
        else:
            self._detail.show_decoded(points.images[0], self.place(points.z[0]), "Decoded")
            self._ask_soon.start()
        self._mark()
        self.subject_changed.emit()

    def show_frame(self, z: np.ndarray, frame: np.ndarray, text: str) -> None:
        """A frame of the path: decoded already, and too short-lived for facts."""
        self._ask_soon.stop()
        self.subject, self._facts = Subject(z, title=text), None
        self._detail.show_decoded(frame, f"{text}\n{self.place(z)}")
        self._detail.hide_facts()  # they are of the point before
        self._ask_at_rest.start()
        self._mark()
        self.subject_changed.emit()

    def forget_model(self) -> None:
        """A point of the former model's space goes; of an image only what that model said about it."""
        self._ask_soon.stop()
        self._ask_at_rest.stop()
        self.leave()
        subject = self.subject
        self.choose(None)
        if subject is not None and subject.image is not None:
            self.subject = replace(subject, z=None)

    def forget_data(self) -> None:
        """Other images are open: what was chosen of the former ones goes."""
        if self.subject is not None and self.subject.index is not None:
            self.choose(None)

    def place(self, z: np.ndarray) -> str:
        """Where a latent vector lies, in words."""
        step = self._canvas.scene.viewport.unit
        decimals = decimals_for(0.5 / step)
        if len(z) <= 2:
            return f"z {vector(z, decimals=decimals)}"
        u, v = self._model.plane.coordinates(z)
        return f"At {number(float(u), decimals)}, {number(float(v), decimals)} on the plane\nz {vector(z)}"

    def close(self) -> None:
        self._ask_soon.stop()
        self._ask_at_rest.stop()
        for worker in (self._hover, self._chosen, self._typed, self._finder):
            worker.close()

    def _ask(self, subject: Subject) -> None:
        predictor = self._model.predictor
        if predictor is None:
            return
        if subject.z is not None and len(subject.z) == predictor.latent_dim:
            self._chosen.request(subject.seen_by(predictor), 1, decode_points, subject.z[None], subject)
        self._ask_soon.start()

    def _ask_for_facts(self) -> None:
        """After the picture is on the screen: until then no other thread shall want the interpreter."""
        if self._model.predictor is not None and self.subject is not None:
            self._finder.ask(self.subject, self._model.predictor, self._model.encoded)

    def _show_preview(self, points: DecodedPoints) -> None:
        if not self._hovering or points.predictor is not self._model.predictor:
            return
        assert isinstance(points.about, tuple)
        u, v = points.about
        lines = self._hover_lines(points.z[0], u, v)
        row = self._canvas.hand.point_at(self._canvas.hand.screen_point(u, v))
        encoded = self._model.encoded
        if row is not None and encoded is not None and row < len(encoded):
            lines.append(encoded.table.describe(int(encoded.indices[row])))
        self._canvas.set_preview(Preview(u, v, points.images[0], tuple(lines)))

    def _hover_lines(self, z: np.ndarray, u: float, v: float) -> list[str]:
        decimals = decimals_for(0.5 / self._canvas.scene.viewport.unit)
        if len(z) <= 2:
            return [f"z {vector(z, decimals=decimals)}"]
        return [f"{number(u, decimals)}, {number(v, decimals)}", f"z {vector(z, most=3)}"]

    def _show_decoded(self, points: DecodedPoints) -> None:
        if points.about is self.subject and self.subject is not None:
            caption = "Decoded" if self.subject.image is None else "Reconstruction"
            self._detail.show_decoded(points.images[0], self.place(points.z[0]), caption)

    def _show_facts(self, facts: Facts) -> None:
        if facts.about is not self.subject or self.subject is None:
            return
        if facts.image is not None:
            self.subject = replace(self.subject, z=facts.image.mu)
            facts = replace(facts, about=self.subject)
        self._facts = facts
        self._detail.show_facts(facts, self._model.why_no_points)
        self._mark()
        if facts.image is not None:
            self.subject_changed.emit()

    def _mark(self) -> None:
        """The posterior's ellipse, and a marker for an image that is not in the data."""
        image = self._facts.image if self._facts is not None else None
        plane, encoded = self._model.plane, self._model.encoded
        if image is None or self.subject is None or len(image.mu) != plane.latent_dim:
            self._canvas.set_posterior(None)
            self._canvas.set_images(())
            return
        centre = plane.coordinates(image.mu)
        row = encoded.row(self.subject.index) if encoded is not None and self.subject.index is not None else None
        spread = Gaussian(centre, plane.covariance(image.sigma)) if image.sigma.any() else None
        self._canvas.set_posterior(spread, row)
        off = float(plane.distance(image.mu))
        marker = Marker(self.subject.title, float(centre[0]), float(centre[1]), off)
        self._canvas.set_images((marker,) if self.subject.loose else ())

    def _size_changed(self) -> None:
        self._detail.entry.set_latent_dim(self._model.plane.latent_dim)
        self._detail.entry.refuse("")

    def _neighbours_came(self) -> None:
        if self._facts is not None and self._facts.neighbourhood is None:
            self._ask_soon.start()

    def _view_moved(self) -> None:
        self._hovering = False

    def _model_changed(self) -> None:
        predictor, subject = self._model.predictor, self.subject
        self._canvas.hide_probe() if predictor is None else None
        if subject is None or predictor is None:
            return
        if subject.image is not None and subject.image.shape == predictor.image_shape:
            self.subject = replace(subject, z=None)
            self._ask(self.subject)
        elif subject.image is None and subject.z is not None and len(subject.z) == predictor.latent_dim:
            self._ask(subject)
        else:
            self.choose(None)

    def _report(self, error: Exception) -> None:
        self.failed.emit(explain(error))
