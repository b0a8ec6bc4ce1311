"""Everything a map shows, as plain values in plane coordinates (u, v)."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from vae_gui.widgets.map.curves import Gaussian
from vae_gui.widgets.map.layer_switches import LayerSwitches
from vae_gui.widgets.map.points import EMPTY_CLOUD, PointCloud
from vae_gui.widgets.map.scale import LINEAR, AxisScale
from vae_gui.widgets.map.tiles import Mosaic, TileGrid, TileRegion
from vae_gui.widgets.map.viewport import Viewport

NO_PATH = np.empty((0, 2))


@dataclass(frozen=True)
class Marker:
    """A named place on the map; `off` says how far its code lies off the plane, in prior standard deviations."""

    name: str
    u: float
    v: float
    off: float = 0.0


@dataclass(frozen=True, eq=False)
class Preview:
    """What the decoder makes of a point. image: `(H, W)` uint8; `lines` say which point it is."""

    u: float
    v: float
    image: np.ndarray
    lines: tuple[str, ...]


@dataclass(frozen=True)
class AxisTitles:
    horizontal: str = ""
    vertical: str = ""


@dataclass
class Scene:
    viewport: Viewport = field(default_factory=lambda: Viewport(QRectF(0, 0, 1, 1)))
    scale: AxisScale = LINEAR
    count: int = 20
    reach: float = 3.0
    layers: LayerSwitches = field(default_factory=LayerSwitches)
    titles: AxisTitles = AxisTitles()
    mosaic: Mosaic | None = None
    backing_mosaic: Mosaic | None = None
    points: np.ndarray = field(default_factory=lambda: NO_PATH)
    cloud: PointCloud = EMPTY_CLOUD
    classes: int = 10
    hidden_classes: frozenset[int] = frozenset()
    selected_point: int | None = None
    posterior: Gaussian | None = None
    prior: Gaussian | None = None
    pins: tuple[Marker, ...] = ()
    chosen_pin: int | None = None
    images: tuple[Marker, ...] = ()
    path: np.ndarray = field(default_factory=lambda: NO_PATH)
    path_position: int | None = None
    probe: tuple[float, float] | None = None
    preview: Preview | None = None

    @property
    def grid(self) -> TileGrid:
        """The lattice of tiles, in places of the present scale."""
        low, high = self.scale.place(np.array([-self.reach, self.reach]))
        return TileGrid(self.count, float(low), float(high))

    @property
    def home(self) -> Viewport:
        """The viewport that shows the whole lattice, with some air."""
        grid = self.grid
        air = 0.06 * (grid.high - grid.low)
        return Viewport.showing(
            self.viewport.area, (grid.low - air, grid.low - air), (grid.high + air, grid.high + air)
        )

    def visible_tiles(self, coarser: int, margin: int) -> TileRegion | None:
        """Those of the viewport, or those of `coarser` levels above, with a margin around them."""
        level = self.grid.level(self.viewport, self.home.unit)
        return self.grid.visible(self.viewport, max(0, level - coarser), margin)

    def take_mosaic(self, mosaic: Mosaic | None, *, keep: bool) -> None:
        """New tiles. keep: the former ones of the whole map stay behind them where these end."""
        whole, behind = self.mosaic, self.backing_mosaic
        if not keep or mosaic is None:
            self.backing_mosaic = None
        elif whole is not None and whole.region.level < mosaic.region.level:
            wider = behind is None or whole.region.tiles >= behind.region.tiles
            self.backing_mosaic = whole if wider else behind
        self.mosaic = mosaic

    def to_screen(self, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Screen positions of plane coordinates, `(n,)` each."""
        return self.viewport.to_screen_arrays(self.scale.place(u), self.scale.place(v))

    def contour(self, gaussian: Gaussian, sigmas: float) -> list[QPointF]:
        """A contour of a distribution on the screen, closed."""
        places = self.scale.place(gaussian.contour(sigmas))
        x, y = self.viewport.to_screen_arrays(places[:, 0], places[:, 1])
        return [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]
