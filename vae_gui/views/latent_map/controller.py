"""Which model, plane and data the map shows, and what the canvas gets of them."""

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_gui.tasks.cost_gate import Cost
from vae_gui.views.latent_map.model.encoder import LIVE_IMAGES, DataEncoder, Encoded
from vae_gui.views.latent_map.model.image_table import ImageTable
from vae_gui.views.latent_map.model.plane_choice import PlaneChoice
from vae_gui.views.latent_map.model.point_drawing import PointDrawing
from vae_gui.views.latent_map.model.scales import QUANTILE
from vae_gui.views.latent_map.model.tile_decoder import TileDecoder, TileSource
from vae_gui.widgets.map.canvas import MapCanvas
from vae_gui.widgets.map.curves import Gaussian
from vae_gui.widgets.map.scale import LINEAR, AxisScale
from vae_gui.wording.errors import explain
from vae_gui.workspace.model_origin import NOTHING
from vae_models.errors import UserError
from vae_models.latent import Plane, plane_of_dims

if TYPE_CHECKING:
    from vae_models.data.load import Dataset
    from vae_models.explore.predictor import Predictor

PRIOR_REACH = 3.0


class MapController(QObject):
    """Signals: model_changed(): another predictor, or none; size_changed(): one of another size;
    plane_changed(); grid_changed(); encoded_changed(); failed(str).
    """

    model_changed = Signal()
    size_changed = Signal()
    plane_changed = Signal()
    grid_changed = Signal()
    encoded_changed = Signal()
    failed = Signal(str)

    def __init__(self, canvas: MapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.canvas = canvas
        self.cost = Cost()
        self.predictor: Predictor | None = None
        self.identity = NOTHING
        self.table: ImageTable | None = None
        self.choice = PlaneChoice()
        self.plane: Plane = plane_of_dims(2)
        self.scale: AxisScale = LINEAR
        self.tiles = TileDecoder(canvas, self.cost, self)
        self.encoder = DataEncoder(self)
        self._points = PointDrawing(canvas, self)
        self._reach_is_known = True
        self.tiles.failed.connect(self._report)
        self.encoder.failed.connect(self._report)
        self._points.failed.connect(self._report)
        self.encoder.encoded.connect(self._encoded)

    @property
    def encoded(self) -> Encoded | None:
        """The newest codes that fit the model; those of a moment ago while it trains."""
        latest = self.encoder.latest
        fits = latest is not None and self.predictor is not None and latest.mu.shape[1] == self.predictor.latent_dim
        return latest if fits else None

    def show_predictor(self, predictor: "Predictor | None", *, live: bool) -> None:
        """live: it is changing; then a part of the data is encoded."""
        before, self.predictor = self.predictor, predictor
        if predictor is None:
            self.tiles.set_source(None)
            self.encoder.set_predictor(None, live=False)
            self._points.show(np.empty((0, 2)), np.empty(0, np.uint8), 1)
            self.model_changed.emit()
            return
        if before is None or _kind(before) != _kind(predictor):
            self._adopt_size(predictor)
        self._renew_source()
        self.encoder.set_predictor(predictor, live=live)
        self.model_changed.emit()

    def forget(self) -> None:
        """Another model comes: neither tiles nor points nor the plane of the former one stay."""
        self.show_predictor(None, live=False)
        self.choice, self.plane = PlaneChoice(), plane_of_dims(2)

    @property
    def cannot_encode(self) -> bool:
        """Whether the images that are open, if any, are not of the size that the model sees."""
        if self.predictor is None:
            return False
        return self.table is None or self.table.image_shape != self.predictor.image_shape

    @property
    def why_no_points(self) -> str:
        """Where nothing is encoded: what is missing, in a sentence."""
        if self.table is None:
            return "No images are open yet, so there are no points and no neighbours."
        if self.predictor is not None and self.cannot_encode:
            (height, width), (rows, columns) = self.table.image_shape, self.predictor.image_shape
            return f"The open images have {height} × {width} pixels, but this model sees {rows} × {columns}, so there are no points."
        return "No image is encoded yet, so there are no neighbours."

    def set_dataset(self, dataset: "Dataset | None") -> None:
        self.table = ImageTable(dataset) if dataset is not None else None
        self._points.show(np.empty((0, 2)), np.empty(0, np.uint8), 1)
        self.encoder.set_table(self.table)

    def set_choice(self, choice: PlaneChoice) -> bool:
        """Another plane of the same model. False, with a sentence in `failed`, where there is no such plane."""
        if self.predictor is None:
            return False
        try:
            plane = self._make_plane(choice)
        except UserError as error:
            self._report(error)
            return False
        self.choice = choice
        self._set_plane(plane)
        return True

    def set_quantile(self, quantile: bool) -> None:
        self.scale = QUANTILE if quantile else LINEAR
        self._update_axes()
        self._renew_source()

    def set_grid(self, count: int, reach: float) -> None:
        self._reach_is_known = True
        self.canvas.set_grid(count, reach)
        self.grid_changed.emit()

    def close(self) -> None:
        self.tiles.close()
        self.encoder.close()
        self._points.close()

    def _adopt_size(self, predictor: "Predictor") -> None:
        if not self.choice.fits(predictor.latent_dim) or predictor.latent_dim <= 2:
            self.choice = PlaneChoice("dims" if predictor.latent_dim <= 2 else "axes")
        elif self.choice.kind == "dims" and self.choice.at is None and predictor.latent_dim > 2:
            self.choice = PlaneChoice("axes")
        if not predictor.is_variational:
            self.scale = LINEAR
        self._reach_is_known = predictor.is_variational
        self.canvas.set_grid(self.canvas.scene.count, PRIOR_REACH)
        self.plane = self.choice.plane(predictor.latent_dim, None)
        self._update_axes()
        self.size_changed.emit()
        self.grid_changed.emit()

    def _make_plane(self, choice: PlaneChoice) -> Plane:
        assert self.predictor is not None
        # Of the images that are encoded first, so that the axes stay when the others arrive.
        mu = self.encoded.mu[:LIVE_IMAGES] if self.encoded is not None else None
        like = self.plane if choice.kind == "axes" and self.choice.kind == "axes" else None
        return choice.plane(self.predictor.latent_dim, mu, like)

    def _set_plane(self, plane: Plane) -> None:
        self.plane = plane
        self._update_axes()
        self._renew_source()
        self._update_points(at_once=True)  # places of another plane would be wrong under these axes
        self.plane_changed.emit()

    def _renew_source(self) -> None:
        if self.predictor is not None:
            self.tiles.set_source(TileSource(self.predictor, self.plane, self.scale))

    def _update_axes(self) -> None:
        if self.predictor is None:
            return
        variational = self.predictor.is_variational
        titles = self.choice.titles(self.predictor.latent_dim, variational=variational, quantile=self.scale is QUANTILE)
        self.canvas.set_axes(self.scale, titles)
        centre = self.plane.coordinates(np.zeros(self.plane.latent_dim))
        self.canvas.set_prior(Gaussian(centre, np.eye(2)) if self.predictor.recipe.has_prior else None)

    def most_used(self) -> tuple[int, int]:
        """The two dimensions with the largest mean KL over the encoded images, in their order; the first two without any."""
        if self.encoded is None or self.encoded.mu.shape[1] < 3:
            return 0, 1
        mu, sigma = self.encoded.mu, self.encoded.sigma
        kl = mu**2 + sigma**2 - 2.0 * np.log(sigma) if sigma.all() else mu.var(axis=0, keepdims=True)
        first, second = sorted(int(dim) for dim in np.argsort(kl.mean(axis=0))[-2:])
        return first, second

    def _encoded(self, encoded: Encoded) -> None:
        if self.encoded is None:
            return
        if not self._reach_is_known:
            self._find_reach()
        if self.choice.kind == "axes" and self.plane.latent_dim > 2 and len(encoded) <= LIVE_IMAGES:
            self._set_plane(self._make_plane(self.choice))
        else:
            self._update_points()
        self.encoded_changed.emit()

    def _update_points(self, *, at_once: bool = False) -> None:
        encoded = self.encoded
        if encoded is not None:
            names = encoded.table.class_names if encoded.table.has_labels else ()
            self._points.show(self.plane.coordinates(encoded.mu), encoded.labels, len(names), at_once=at_once)

    def _find_reach(self) -> None:
        """A code without a prior has its own size: the range that holds 98 % of the data."""
        assert self.encoded is not None
        plane = self._make_plane(self.choice)
        extent = float(np.quantile(np.abs(plane.coordinates(self.encoded.mu)), 0.98))
        self._reach_is_known = True
        self.canvas.set_grid(self.canvas.scene.count, float(np.clip(math.ceil(2 * extent) / 2, 0.5, 100.0)))
        self.grid_changed.emit()

    def _report(self, error: Exception) -> None:
        self.failed.emit(explain(error))


def _kind(predictor: "Predictor") -> tuple[int, bool]:
    return predictor.latent_dim, predictor.is_variational
