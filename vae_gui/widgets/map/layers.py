"""The layers of the map: which are shown, and how strongly."""

from dataclasses import dataclass, field, replace
from typing import Self

TILES, POINTS, DENSITY, POSTERIOR, PRIOR = "tiles", "points", "density", "posterior", "prior"


@dataclass(frozen=True)
class Layer:
    title: str
    hint: str
    shown: bool = True
    opacity: float = 1.0


def _layers() -> dict[str, Layer]:
    return {
        TILES: Layer("Manifold", "What the decoder makes of every point of the plane."),
        POINTS: Layer("Data points", "Where the encoder puts the images, coloured by class.", opacity=0.85),
        DENSITY: Layer("Density", "Where the encoded images crowd.", shown=False, opacity=0.7),
        POSTERIOR: Layer("Posterior", "The chosen image's posterior: ellipses of 1 and 2 standard deviations."),
        PRIOR: Layer("Prior", "Circles of 1, 2 and 3 standard deviations of the prior.", opacity=0.6),
    }


@dataclass(frozen=True)
class Layers:
    """All layers by name, in the order of their number keys. Immutable."""

    by_name: dict[str, Layer] = field(default_factory=_layers)

    def __getitem__(self, name: str) -> Layer:
        return self.by_name[name]

    def opacity(self, name: str) -> float:
        """0 where the layer is hidden."""
        layer = self.by_name[name]
        return layer.opacity if layer.shown else 0.0

    def changed(self, name: str, **changes: object) -> Self:
        """Another set of layers, with `shown` or `opacity` of one of them changed."""
        return replace(self, by_name={**self.by_name, name: replace(self.by_name[name], **changes)})  # type: ignore[arg-type]

    def toggled(self, name: str) -> Self:
        return self.changed(name, shown=not self.by_name[name].shown)
